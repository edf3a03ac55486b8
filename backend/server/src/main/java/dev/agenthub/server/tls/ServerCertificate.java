package dev.agenthub.server.tls;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.files.DurableFile;
import dev.agenthub.server.common.Ids;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/**
 * The server's certificate chain and private key: the operator's PEM files (RFC 7468), or self-signed.
 *
 * @param keys contains them as its only entry, without a password
 * @param fingerprint SHA-256 of the first certificate's DER encoding, in lower-case hex
 */
public record ServerCertificate(KeyStore keys, String fingerprint) {
    private static final String ENTRY = "server";
    private static final Set<Integer> HOSTS = Set.of(GeneralName.dNSName, GeneralName.iPAddress);
    private static final String SELF_MADE_CERTIFICATE = "tls-certificate.pem";
    private static final String SELF_MADE_KEY = "tls-key.pem";
    /** The validity of a self-signed certificate; clients verify it by its fingerprint, so it need not be renewed. */
    private static final Duration SELF_MADE_FOR = Duration.ofDays(3_650);

    /**
     * Reads the operator's files.
     *
     * @throws StartupException TLS_UNUSABLE where they cannot be read, or the key does not belong to the certificate
     */
    public static ServerCertificate of(Path certificates, Path key) {
        try {
            Collection<? extends Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificates)));
            if (chain.isEmpty()) {
                throw unusable(certificates + " holds no certificate.", null);
            }
            return of(chain.toArray(Certificate[]::new), privateKey(key));
        } catch (IOException | GeneralSecurityException e) {
            throw unusable("The certificate " + certificates + " or its key " + key + " can't be read.", e);
        }
    }

    /** The host names and addresses in the certificate, in the form of {@link ServerHosts#canonical}. */
    public Set<String> names() {
        try {
            Collection<List<?>> all = ((X509Certificate) keys.getCertificate(ENTRY)).getSubjectAlternativeNames();
            return all == null
                    ? Set.of()
                    : all.stream().filter(one -> HOSTS.contains(one.getFirst()))
                            .map(one -> ServerHosts.canonical(String.valueOf(one.get(1))))
                            .collect(Collectors.toUnmodifiableSet());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable("The names of the certificate can't be read.", e);
        }
    }

    /** The certificate as PEM, for clients that are to trust it. */
    public byte[] pem() {
        try {
            return pem("CERTIFICATE", keys.getCertificate(ENTRY).getEncoded());
        } catch (IOException | GeneralSecurityException e) {
            throw unusable("The certificate can't be read.", e);
        }
    }

    /**
     * The installation's self-signed certificate, created where there is none.
     *
     * @param host the name or address that clients use
     */
    public static ServerCertificate selfMade(Path folder, String host) {
        return selfMade(folder, Set.of(host), false);
    }

    /**
     * The installation's self-signed certificate, created where there is none; it names these hosts,
     * loopback and this machine. An existing one is kept, since clients know its fingerprint.
     *
     * @param renew whether an existing one that does not name all hosts is replaced by one
     *        with the same key, which names the earlier hosts too
     */
    public static ServerCertificate selfMade(Path folder, Set<String> hosts, boolean renew) {
        Path certificate = folder.resolve(SELF_MADE_CERTIFICATE);
        Path key = folder.resolve(SELF_MADE_KEY);
        Set<String> wanted = hosts.stream().map(ServerHosts::canonical).collect(Collectors.toSet());
        try {
            if (!Files.exists(certificate) || !Files.exists(key)) {
                KeyPair pair = newKey();
                // The key is written last: where it is missing, both are created again.
                DurableFile.writePrivately(certificate, issue(ServerHosts.withThisMachine(wanted), pair.getPublic(),
                        pair.getPrivate()));
                DurableFile.writePrivately(key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            }
            ServerCertificate kept = of(certificate, key);
            if (!renew || ServerHosts.missing(wanted, kept.names()).isEmpty()) {
                return kept;
            }
            wanted.addAll(kept.names());
            DurableFile.writePrivately(certificate, issue(ServerHosts.withThisMachine(wanted),
                    kept.keys.getCertificate(ENTRY).getPublicKey(), privateKey(key)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw unusable("No certificate can be made in " + folder + ".", e);
        }
        return of(certificate, key);
    }

    private static ServerCertificate of(Certificate[] chain, PrivateKey key)
            throws GeneralSecurityException, IOException {
        requireMatch(key, chain[0]);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(ENTRY, key, new char[0], chain);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
        return new ServerCertificate(keys, HexFormat.of().formatHex(digest));
    }

    private static void requireMatch(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        byte[] probe = Ids.randomBytes(32);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(probe);
        if (!signature.verify(signed)) {
            throw unusable("The key is not the one of the certificate.", null);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PEMKeyPair pair) {
                    return privateKey(pair.getPrivateKeyInfo());
                }
                if (found instanceof PrivateKeyInfo info) {
                    return privateKey(info);
                }
            }
        }
        throw unusable(file + " holds no unencrypted private key.", null);
    }

    private static PrivateKey privateKey(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        String name = "EdDSA";
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            name = "EC";
        } else if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            name = "RSA";
        }
        return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] issue(Set<String> hosts, PublicKey key, PrivateKey signer)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=AgentHub");
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(name, new BigInteger(1, Ids.randomBytes(16)),
                Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(SELF_MADE_FOR)), name, key);
        builder.addExtension(Extension.subjectAlternativeName, false, ServerHosts.subjectAltName(hosts));
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static byte[] pem(String label, byte[] der) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(label, der));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static StartupException unusable(String sentence, @Nullable Exception cause) {
        return new StartupException("TLS_UNUSABLE", sentence, cause);
    }
}
