package dev.agenthub.bench.parts;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Ed25519Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Checks a member's signature, against the JDK's own Ed25519. */
@State(Scope.Benchmark)
public class SignatureParts {

    private final byte[] seed = Hash.sha256(new byte[1]).bytes();
    private final byte[] message = Sample.event();
    private final byte[] publicKey = Ed25519Keys.publicKey(seed);
    private final byte[] signature = Ed25519Keys.sign(seed, message);
    private final PublicKey jdkKey = jdkKey(publicKey);

    @Benchmark
    public boolean ours() {
        return Ed25519Keys.isValid(publicKey, message, signature);
    }

    @Benchmark
    public boolean baseline() throws GeneralSecurityException {
        Signature jdk = Signature.getInstance("Ed25519");
        jdk.initVerify(jdkKey);
        jdk.update(message);
        return jdk.verify(signature);
    }

    private static PublicKey jdkKey(byte[] publicKey) {
        try {
            byte[] info = new SubjectPublicKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), publicKey)
                    .getEncoded();
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
