package dev.agenthub.evidence;

import dev.agenthub.evidence.hash.Hash;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;

/** A key of P-256 as a member's token holds it, which signs the same in every run (RFC 6979). */
public final class HardwareKey {

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

    private final BigInteger secret;

    public HardwareKey(byte[] seed) {
        this.secret = new BigInteger(1, seed).mod(DOMAIN.getN());
    }

    /** The uncompressed point. */
    public byte[] publicKey() {
        return DOMAIN.getG().multiply(secret).getEncoded(false);
    }

    /** An ES256 signature: both numbers, 32 bytes each. */
    public byte[] sign(byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(secret, DOMAIN));
        BigInteger[] numbers = signer.generateSignature(Hash.sha256(message).bytes());
        byte[] signature = Arrays.copyOf(BigIntegers.asUnsignedByteArray(32, numbers[0]), 64);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, numbers[1]), 0, signature, 32, 32);
        return signature;
    }
}
