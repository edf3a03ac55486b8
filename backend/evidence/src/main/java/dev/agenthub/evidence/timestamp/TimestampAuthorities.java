package dev.agenthub.evidence.timestamp;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The certificates of timestamping authorities that a verifier trusts: roots, or the certificate of an authority itself. Immutable.
 *
 * <p>Revocation is not asked for: that needs a network, and its answer changes from day to day.
 */
public final class TimestampAuthorities {

    /** The longest file that is looked at. */
    public static final int MAX_LENGTH = 4 << 20;

    private static final int MAX_CERTIFICATES = 1000;

    private final List<X509Certificate> trusted;

    private TimestampAuthorities(List<X509Certificate> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * Reads one or more certificates in PEM.
     *
     * @throws EvidenceException CERTIFICATE_MALFORMED
     */
    public static TimestampAuthorities ofPem(byte[] pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            if (pem.length <= MAX_LENGTH) {
                for (Certificate found : x509().generateCertificates(new ByteArrayInputStream(pem))) {
                    certificates.add((X509Certificate) found);
                }
            }
        } catch (CertificateException e) {
            throw malformed();
        }
        if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
            throw malformed();
        }
        return new TimestampAuthorities(certificates);
    }

    static CertificateFactory x509() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }

    /**
     * Checks that a certificate led to a trusted one at a moment.
     *
     * @param others certificates that may stand between
     * @throws GeneralSecurityException where it did not
     */
    void requireTrusted(X509Certificate signer, List<X509Certificate> others, Instant at)
            throws GeneralSecurityException {
        if (trusted.contains(signer)) {
            return;
        }
        Date moment = Date.from(at);
        Set<TrustAnchor> anchors = new HashSet<>();
        trusted.forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(signer);
        PKIXBuilderParameters wanted = new PKIXBuilderParameters(anchors, target);
        wanted.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(others)));
        wanted.setRevocationEnabled(false);
        wanted.setDate(moment);
        var path = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(wanted);
        path.getTrustAnchor().getTrustedCert().checkValidity(moment);
        for (Certificate certificate : path.getCertPath().getCertificates()) {
            requireStrong((X509Certificate) certificate);
        }
    }

    private static void requireStrong(X509Certificate certificate) throws CertificateException {
        boolean strong = AllowedAlgorithms.maySign(new ASN1ObjectIdentifier(certificate.getSigAlgOID()))
                && AllowedAlgorithms
                        .isStrong(SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded()));
        if (!strong) {
            throw new CertificateException("A certificate on the way to the trusted one is too weak.");
        }
    }

    private static EvidenceException malformed() {
        return new EvidenceException(Codes.CERTIFICATE_MALFORMED, "This is no list of certificates in PEM.");
    }
}
