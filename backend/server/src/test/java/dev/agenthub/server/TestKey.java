package dev.agenthub.server;

import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.server.common.Ids;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.bouncycastle.util.BigIntegers;

/** A device's signing key. */
public interface TestKey {

    SignatureAlgorithm alg();

    byte[] publicKey();

    byte[] sign(byte[] message);

    static TestKey ed25519() {
        byte[] seed = Ids.randomBytes(Ed25519Keys.SEED_LENGTH);
        return new TestKey() {
            @Override
            public SignatureAlgorithm alg() {
                return SignatureAlgorithm.ED25519;
            }

            @Override
            public byte[] publicKey() {
                return Ed25519Keys.publicKey(seed);
            }

            @Override
            public byte[] sign(byte[] message) {
                return Ed25519Keys.sign(seed, message);
            }
        };
    }

    /** A P-256 key of the JDK, like that of a hardware token. */
    static Ecdsa es256() {
        return new Ecdsa("secp256r1");
    }

    /** ECDSA of the JDK on a named curve. */
    final class Ecdsa implements TestKey {
        private final KeyPair pair;

        Ecdsa(String curve) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec(curve));
                pair = generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public SignatureAlgorithm alg() {
            return SignatureAlgorithm.ES256;
        }

        /** The uncompressed point, at the end of the JDK's encoding. */
        @Override
        public byte[] publicKey() {
            int field = ((ECPublicKey) pair.getPublic()).getParams().getCurve().getField().getFieldSize();
            byte[] encoded = pair.getPublic().getEncoded();
            return Arrays.copyOfRange(encoded, encoded.length - 1 - 2 * (field / 8), encoded.length);
        }

        /** {@code r || s}. */
        @Override
        public byte[] sign(byte[] message) {
            return sign("SHA256withECDSAinP1363Format", message);
        }

        /** The signature in DER, which AgentHub does not use. */
        byte[] signInDer(byte[] message) {
            return sign("SHA256withECDSA", message);
        }

        /** The other valid signature: {@code s} negated modulo the group's order. */
        byte[] negated(byte[] signature) {
            BigInteger order = ((ECPublicKey) pair.getPublic()).getParams().getOrder();
            BigInteger s = order.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)));
            byte[] other = Arrays.copyOf(signature, 64);
            System.arraycopy(BigIntegers.asUnsignedByteArray(32, s), 0, other, 32, 32);
            return other;
        }

        private byte[] sign(String algorithm, byte[] message) {
            try {
                Signature signature = Signature.getInstance(algorithm);
                signature.initSign(pair.getPrivate());
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
