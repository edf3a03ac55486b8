package dev.agenthub.evidence.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** The algorithms and keys that a timestamp may rest on; whatever is not named here is refused. */
final class AllowedAlgorithms {

    private static final int MIN_RSA_BITS = 2048;
    /** Above these a hostile key costs more to check than it could be worth. */
    private static final int MAX_RSA_BITS = 8192;
    private static final int MAX_EXPONENT_BITS = 64;

    private static final Map<ASN1ObjectIdentifier, String> DIGESTS = Map.of(NISTObjectIdentifiers.id_sha256, "SHA-256",
            NISTObjectIdentifiers.id_sha384, "SHA-384", NISTObjectIdentifiers.id_sha512, "SHA-512");

    /** Names of signatures that stand for themselves; {@code rsaEncryption} takes its digest from beside it. */
    private static final Set<ASN1ObjectIdentifier> SIGNATURES = Set.of(
            PKCSObjectIdentifiers.sha256WithRSAEncryption, PKCSObjectIdentifiers.sha384WithRSAEncryption,
            PKCSObjectIdentifiers.sha512WithRSAEncryption, X9ObjectIdentifiers.ecdsa_with_SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384, X9ObjectIdentifiers.ecdsa_with_SHA512);

    private static final Set<ASN1ObjectIdentifier> CURVES = Set.of(SECObjectIdentifiers.secp256r1,
            SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    private AllowedAlgorithms() {}

    /** The name of a digest as the JDK knows it; null for one that is refused. */
    static @Nullable String digest(ASN1ObjectIdentifier algorithm) {
        return DIGESTS.get(algorithm);
    }

    /** Whether a token may be signed so. */
    static boolean mayPairWithDigest(ASN1ObjectIdentifier signature) {
        return signature.equals(PKCSObjectIdentifiers.rsaEncryption) || maySign(signature);
    }

    /** Whether a certificate may be signed so. */
    static boolean maySign(ASN1ObjectIdentifier signature) {
        return SIGNATURES.contains(signature);
    }

    /** Whether a key is RSA of 2048 to 8192 bits, or on one of the curves P-256, P-384 and P-521. */
    static boolean isStrong(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve && CURVES.contains(curve);
        }
        return isRsa(key) && isStrongRsa(key);
    }

    static boolean isRsa(SubjectPublicKeyInfo key) {
        return key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
    }

    private static boolean isStrongRsa(SubjectPublicKeyInfo key) {
        RSAPublicKey rsa;
        try {
            rsa = RSAPublicKey.getInstance(key.parsePublicKey());
        } catch (IOException e) {
            return false;
        }
        BigInteger modulus = rsa.getModulus();
        BigInteger exponent = rsa.getPublicExponent();
        return modulus.signum() > 0 && modulus.bitLength() >= MIN_RSA_BITS && modulus.bitLength() <= MAX_RSA_BITS
                && exponent.signum() > 0 && exponent.bitLength() <= MAX_EXPONENT_BITS;
    }
}
