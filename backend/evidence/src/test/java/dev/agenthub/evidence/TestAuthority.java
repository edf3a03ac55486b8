package dev.agenthub.evidence;

import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SimpleAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.jspecify.annotations.Nullable;

/** A timestamping authority with its own root certificate, whose timestamps tests can make wrong in every part. */
public final class TestAuthority {

    /** When its certificates begin to be valid. */
    public static final Instant VALID_FROM = Instant.parse("2026-01-01T00:00:00Z");
    /** When the signer's certificate ends. */
    public static final Instant VALID_TO = Instant.parse("2027-01-01T00:00:00Z");
    /** A moment at which its certificates are valid. */
    public static final Instant NOON = Instant.parse("2026-06-15T12:00:00.25Z");

    private static final Duration YEARS = Duration.ofDays(3650);
    private static final KeyPair ROOT = pair("RSA");
    /** An object that nobody knows. */
    public static final ASN1ObjectIdentifier STRANGE = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.2");

    /** The algorithm that tokens are signed with. */
    public String signature = "SHA256withRSA";
    /** The algorithm that the root signs certificates with. */
    public String rootSignature = "SHA256withRSA";
    /** The signer's. */
    public KeyPair keys = ROOT;
    /** Whether the purposes of the signer's certificate are critical, as RFC 3161 wants. */
    public boolean criticalPurpose = true;
    public List<KeyPurposeId> purposes = List.of(KeyPurposeId.id_kp_timeStamping);
    /** The key usage of the signer's certificate. */
    public int usage = KeyUsage.digitalSignature;
    /** Whether the token carries the signer's certificate. */
    public boolean withCertificate = true;
    public Instant rootValidTo = VALID_TO.plus(YEARS);
    /** Whether the token names another certificate than its signer's. */
    public boolean bindToAnother;
    /** How a time is written; RFC 3161 wants a Z at the end. */
    public DateTimeFormatter timeFormat = DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSS'Z'", Locale.ROOT);
    public String rootName = "CN=Test root";
    /** Whether the signer's certificate has a critical extension that nobody knows. */
    public boolean strangeExtension;
    /** What the answer says became of the query. */
    public int status = PKIStatus.GRANTED;
    /** How many sign the token; RFC 3161 wants one. */
    public int signers = 1;
    /** What else is said of the certificate that the token is bound to. */
    public @Nullable IssuerSerial issuerSerial;
    /** Whether the token names its certificate at all. */
    public boolean bound = true;
    /** What the signed content says that it is. */
    public ASN1ObjectIdentifier contentType = PKCSObjectIdentifiers.id_ct_TSTInfo;
    /** Takes the place of those that every token has, where it is of their kind. */
    public List<Attribute> signedAttributes = List.of();
    public List<Attribute> unsignedAttributes = List.of();
    /** What becomes of what the token says before it is signed. */
    public UnaryOperator<List<ASN1Encodable>> said = it -> it;

    /** Makes a pair of keys: {@code RSA} (2048 bits), {@code RSA-1024}, or the name of a curve. */
    public static KeyPair pair(String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.startsWith("RSA") ? "RSA" : "EC");
            if (kind.startsWith("RSA")) {
                generator.initialize(kind.equals("RSA") ? 2048 : 1024);
            } else {
                generator.initialize(new ECGenParameterSpec(kind));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The root's certificate in PEM. */
    public byte[] rootPem() {
        return pem(root());
    }

    /** The authority's own certificate in PEM. */
    public byte[] ownPem() {
        return pem(own());
    }

    private static byte[] pem(X509Certificate certificate) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private X509Certificate root() {
        return certificate(rootName, ROOT, "SHA256withRSA", rootValidTo, builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        });
    }

    private X509Certificate own() {
        return certificate("CN=Test time", keys, rootSignature, VALID_TO, builder -> {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (!purposes.isEmpty()) {
                builder.addExtension(Extension.extendedKeyUsage, criticalPurpose,
                        new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
            }
            if (strangeExtension) {
                builder.addExtension(STRANGE, true, new ASN1Integer(1));
            }
        });
    }

    @FunctionalInterface
    private interface Extensions {

        void addTo(JcaX509v3CertificateBuilder builder) throws CertIOException;
    }

    private X509Certificate certificate(String subject, KeyPair subjects, String algorithm, Instant until,
            Extensions extensions) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name(rootName),
                    BigInteger.TWO, Date.from(VALID_FROM), Date.from(until), new X500Name(subject),
                    subjects.getPublic());
            extensions.addTo(builder);
            X509CertificateHolder holder = builder
                    .build(new JcaContentSignerBuilder(algorithm).build(ROOT.getPrivate()));
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The response to a query of its own over these bytes. */
    public byte[] stamp(String text, Instant time) {
        return stamp(NISTObjectIdentifiers.id_sha256, Hash.sha256(text.getBytes(StandardCharsets.UTF_8)).bytes(), time);
    }

    /** The response over an imprint. */
    public byte[] stamp(ASN1ObjectIdentifier digest, byte[] imprint, Instant time) {
        TimeStampRequestGenerator queries = new TimeStampRequestGenerator();
        queries.setCertReq(withCertificate);
        return answer(queries.generate(digest, imprint), time);
    }

    /** The response to a query. The parts are put together by hand, since the library's own generator makes nothing wrong. */
    public byte[] answer(TimeStampRequest query, Instant time) {
        ASN1Integer nonce = query.getNonce() == null ? null : new ASN1Integer(query.getNonce());
        TSTInfo info = new TSTInfo(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"),
                new MessageImprint(new AlgorithmIdentifier(query.getMessageImprintAlgOID()),
                        query.getMessageImprintDigest()),
                new ASN1Integer(1), new ASN1GeneralizedTime(timeFormat.format(time.atOffset(ZoneOffset.UTC))), null,
                null, nonce, null, null);
        try {
            CMSSignedData token = signed(info, query.getCertReq());
            return new TimeStampResp(new PKIStatusInfo(PKIStatus.getInstance(new ASN1Integer(status))),
                    token.toASN1Structure())
                    .getEncoded(ASN1Encoding.DER);
        } catch (CMSException | OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private CMSSignedData signed(TSTInfo info, boolean carry)
            throws CMSException, OperatorCreationException, GeneralSecurityException, IOException {
        X509Certificate certificate = own();
        byte[] digest = Hash.sha256(certificate.getEncoded()).bytes();
        digest[0] ^= (byte) (bindToAnother ? 1 : 0);
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        if (bound) {
            attributes.add(new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                    new DERSet(new SigningCertificateV2(new ESSCertIDv2(null, digest, issuerSerial)))));
        }
        signedAttributes.forEach(attributes::add);
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        for (int i = 0; i < signers; i++) {
            generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                    .setSignedAttributeGenerator(parameters -> signedAttributes(attributes, parameters))
                    .setUnsignedAttributeGenerator(unsignedAttributes.isEmpty()
                            ? null
                            : new SimpleAttributeTableGenerator(new AttributeTable(vector(unsignedAttributes))))
                    .build(signature, keys.getPrivate(), certificate));
        }
        if (carry) {
            generator.addCertificates(new JcaCertStore(List.of(certificate)));
        }
        List<ASN1Encodable> parts = List.of(((ASN1Sequence) info.toASN1Primitive()).toArray());
        return generator.generate(new CMSProcessableByteArray(contentType,
                new DERSequence(vector(said.apply(parts))).getEncoded(ASN1Encoding.DER)), true);
    }

    /** The library adds a signing time, which few tokens have. */
    private AttributeTable signedAttributes(ASN1EncodableVector attributes, Map<?, ?> parameters) {
        AttributeTable all = new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes))
                .getAttributes(parameters);
        return signedAttributes.stream().anyMatch(one -> one.getAttrType().equals(CMSAttributes.signingTime))
                ? all
                : all.remove(CMSAttributes.signingTime);
    }

    private static ASN1EncodableVector vector(List<? extends ASN1Encodable> parts) {
        ASN1EncodableVector vector = new ASN1EncodableVector();
        parts.forEach(vector::add);
        return vector;
    }
}
