package dev.agenthub.server.audit.timestamps;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.ByteString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A timestamping authority on this machine (RFC 3161 over HTTP), whose answers tests can change. */
public final class TestTimestamping implements AutoCloseable {

    private final MockWebServer server = new MockWebServer();
    private final KeyPair keys;
    private final X509Certificate certificate;
    private UnaryOperator<TimestampAnswer> spoilt = UnaryOperator.identity();

    /** What goes back over the wire. */
    public record TimestampAnswer(int status, ByteString body) {}

    public TestTimestamping() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
            certificate = certificate(keys);
            server.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    return reply(request);
                }
            });
            server.start();
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(KeyPair keys)
            throws IOException, OperatorCreationException, GeneralSecurityException {
        X500Name name = new X500Name("CN=Time of the test");
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(1))), name, keys.getPublic());
        builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
    }

    /** Where it takes queries. */
    public URI url() {
        return server.url("/tsr").uri();
    }

    /** How often it was asked. */
    public int asked() {
        return server.getRequestCount();
    }

    /** Changes every answer from now on. */
    public void spoil(UnaryOperator<TimestampAnswer> how) {
        spoilt = how;
    }

    /** An answer to another query than the one that was sent. */
    public ByteString otherAnswer() {
        return ByteString
                .of(answer(new TimeStampRequestGenerator().generate(NISTObjectIdentifiers.id_sha256, new byte[32],
                        BigInteger.TEN)));
    }

    /** Its certificate in PEM. */
    public byte[] pem() {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private MockResponse reply(RecordedRequest request) {
        ByteString body = request.getBody();
        if (body == null || !"application/timestamp-query".equals(request.getHeaders().get("Content-Type"))) {
            return new MockResponse.Builder().code(415).build();
        }
        try {
            TimestampAnswer answer = spoilt
                    .apply(new TimestampAnswer(200, ByteString.of(answer(new TimeStampRequest(body.toByteArray())))));
            return new MockResponse.Builder().code(answer.status()).addHeader("Location", "/elsewhere")
                    .addHeader("Content-Type", "application/timestamp-reply").body(new Buffer().write(answer.body()))
                    .build();
        } catch (IOException e) {
            return new MockResponse.Builder().code(400).build();
        }
    }

    private byte[] answer(TimeStampRequest query) {
        try {
            var tokens = new TimeStampTokenGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withRSA", keys.getPrivate(), certificate),
                    new BcDigestCalculatorProvider().get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                    new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"));
            tokens.addCertificates(new JcaCertStore(List.of(certificate)));
            return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
                    .generate(query, BigInteger.ONE, Date.from(Instant.now())).getEncoded();
        } catch (TSPException | OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
