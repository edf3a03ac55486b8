package dev.agenthub.evidence.timestamp;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.note.SignedNote;
import dev.agenthub.evidence.timestamp.Timestamp.Covered;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.DefaultCMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.bc.BcECSignerInfoVerifierBuilder;
import org.bouncycastle.cms.bc.BcRSASignerInfoVerifierBuilder;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;

/** An RFC 3161 timestamp token, read from a response or alone. Every error is thrown as TIMESTAMP_INVALID. */
public final class TimestampToken {

    /** The longest file that is looked at. */
    public static final int MAX_LENGTH = 1 << 16;

    /** Real tokens carry a chain of two to four; more would only make it long to look for a path. */
    private static final int MAX_CERTIFICATES = 8;

    private static final int MAX_NAME = 500;

    private static final Pattern TIME = Pattern.compile("([0-9]{14})(?:\\.([0-9]{1,9}))?Z");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final TimeStampToken token;
    private final TSTInfo info;

    private TimestampToken(TimeStampToken token) {
        this.token = token;
        this.info = token.getTimeStampInfo().toASN1Structure();
    }

    /**
     * Reads a TimeStampResp that was granted, or a bare TimeStampToken. Nothing is verified yet.
     *
     * @throws EvidenceException TIMESTAMP_INVALID
     */
    public static TimestampToken parse(byte[] file) {
        if (file.length > MAX_LENGTH) {
            throw invalid("it is longer than " + MAX_LENGTH + " bytes");
        }
        try (ASN1InputStream in = new ASN1InputStream(file)) {
            ASN1Sequence outer = ASN1Sequence.getInstance(in.readObject());
            if (in.read() >= 0) {
                throw invalid("there are bytes after it");
            }
            boolean bare = outer.size() > 0 && outer.getObjectAt(0) instanceof ASN1ObjectIdentifier;
            return new TimestampToken(new TimeStampToken(bare ? ContentInfo.getInstance(outer) : granted(outer)));
        } catch (EvidenceException e) {
            throw e;
        } catch (IOException | TSPException | RuntimeException e) {
            // The library says by any exception that these bytes are none of RFC 3161.
            throw invalid("it is no token of RFC 3161");
        }
    }

    private static ContentInfo granted(ASN1Sequence response) {
        TimeStampResp answer = TimeStampResp.getInstance(response);
        int status = answer.getStatus().getStatus().intValueExact();
        ContentInfo token = answer.getTimeStampToken();
        if ((status != PKIStatus.GRANTED && status != PKIStatus.GRANTED_WITH_MODS) || token == null) {
            throw invalid("the authority did not grant it");
        }
        return token;
    }

    /**
     * Checks the token over a signed note.
     *
     * @param trusted the authorities it must come from; null to check the token by itself alone
     * @throws EvidenceException TIMESTAMP_INVALID
     */
    public Timestamp verify(String note, @Nullable TimestampAuthorities trusted) {
        try {
            requireUnderstood(info);
            Covered covered = covered(note);
            Instant time = time(info);
            X509CertificateHolder signer = signer();
            requireAcceptable(signer);
            // Checks the purpose and validity of the certificate, its binding to the token, and the signature.
            token.validate(verifier(signer));
            if (trusted != null) {
                requireTrusted(trusted, signer, time);
            }
            return new Timestamp(time, name(signer), covered, trusted != null);
        } catch (EvidenceException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw invalid("its authority is none of the trusted ones");
        } catch (IOException | TSPException | OperatorCreationException | RuntimeException e) {
            // The library says by any exception that something within is not as it should be.
            throw invalid("its signature or its certificate fails");
        }
    }

    /** Whether the token repeats this nonce of the query. */
    public boolean answers(BigInteger nonce) {
        return info.getNonce() != null && info.getNonce().hasValue(nonce);
    }

    /** Nothing is known of other versions, nor of extensions; those that are not critical may be passed over. */
    private static void requireUnderstood(TSTInfo info) {
        Extensions extensions = info.getExtensions();
        if (!info.getVersion().hasValue(1)
                || (extensions != null && extensions.getCriticalExtensionOIDs().length > 0)) {
            throw invalid("it is of another version than 1, or has a critical extension");
        }
    }

    private Covered covered(String note) {
        String digest = AllowedAlgorithms.digest(info.getMessageImprint().getHashAlgorithm().getAlgorithm());
        if (digest == null) {
            throw invalid("its digest is none of SHA-256, SHA-384 and SHA-512");
        }
        byte[] imprint = info.getMessageImprint().getHashedMessage();
        if (MessageDigest.isEqual(imprint, digest(digest, note))) {
            return Covered.NOTE;
        }
        if (MessageDigest.isEqual(imprint, digest(digest, SignedNote.parse(note).text()))) {
            return Covered.TEXT;
        }
        throw invalid("it is over other bytes than this checkpoint's");
    }

    private static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the time by itself: one without Z would mean another moment on another machine. */
    private static Instant time(TSTInfo info) {
        Matcher time = TIME.matcher(info.getGenTime().getTimeString());
        if (!time.matches()) {
            throw invalid("its time is not in UTC");
        }
        String fraction = Objects.requireNonNullElse(time.group(2), "0");
        try {
            return LocalDateTime.parse(time.group(1), SECONDS).toInstant(ZoneOffset.UTC)
                    .plus(Long.parseLong((fraction + "00000").substring(0, 6)), ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw invalid("its time is none");
        }
    }

    /** The certificate that the token itself is bound to. */
    private X509CertificateHolder signer() {
        Collection<X509CertificateHolder> carried = token.getCertificates().getMatches(null);
        List<X509CertificateHolder> named = carried.stream().filter(token.getSID()::match).toList();
        if (named.size() != 1 || carried.size() > MAX_CERTIFICATES) {
            throw invalid("it does not carry its authority's certificate once, among at most " + MAX_CERTIFICATES);
        }
        return named.getFirst();
    }

    private void requireAcceptable(X509CertificateHolder signer) {
        SignerInformation signature = token.toCMSSignedData().getSignerInfos().iterator().next();
        boolean strong = AllowedAlgorithms.digest(signature.getDigestAlgorithmID().getAlgorithm()) != null
                && AllowedAlgorithms.mayPairWithDigest(new ASN1ObjectIdentifier(signature.getEncryptionAlgOID()))
                && AllowedAlgorithms.isStrong(signer.getSubjectPublicKeyInfo());
        if (!strong) {
            throw invalid("its signature or the key behind it is too weak, or of an unknown kind");
        }
        KeyUsage usage = KeyUsage.fromExtensions(signer.getExtensions());
        if (usage != null && !usage.hasUsages(KeyUsage.digitalSignature)
                && !usage.hasUsages(KeyUsage.nonRepudiation)) {
            throw invalid("its certificate may not sign");
        }
    }

    private static SignerInformationVerifier verifier(X509CertificateHolder signer) throws OperatorCreationException {
        var names = new DefaultCMSSignatureAlgorithmNameGenerator();
        var signatures = new DefaultSignatureAlgorithmIdentifierFinder();
        var digests = new DefaultDigestAlgorithmIdentifierFinder();
        var calculators = new BcDigestCalculatorProvider();
        return AllowedAlgorithms.isRsa(signer.getSubjectPublicKeyInfo())
                ? new BcRSASignerInfoVerifierBuilder(names, signatures, digests, calculators).build(signer)
                : new BcECSignerInfoVerifierBuilder(names, signatures, digests, calculators).build(signer);
    }

    private void requireTrusted(TimestampAuthorities trusted, X509CertificateHolder signer, Instant time)
            throws IOException, GeneralSecurityException {
        CertificateFactory factory = TimestampAuthorities.x509();
        List<X509Certificate> carried = new ArrayList<>();
        for (X509CertificateHolder certificate : token.getCertificates().getMatches(null)) {
            carried.add(certificate(factory, certificate));
        }
        trusted.requireTrusted(certificate(factory, signer), carried, time);
    }

    private static X509Certificate certificate(CertificateFactory factory, X509CertificateHolder holder)
            throws IOException, GeneralSecurityException {
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
    }

    /** The subject, without what is no text at all. */
    private static String name(X509CertificateHolder signer) {
        String subject = new String(signer.getSubject().toString().getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8);
        return subject.substring(0, Math.min(subject.length(), MAX_NAME));
    }

    private static EvidenceException invalid(String reason) {
        return new EvidenceException(Codes.TIMESTAMP_INVALID, "The token does not hold: " + reason + ".");
    }
}
