package dev.agenthub.evidence.statement;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.hash.Hash;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;

/** ECDSA on P-256 with SHA-256: points as SEC 1 writes them uncompressed, signatures {@code r || s}, each of 32 bytes, big-endian. */
final class P256 {

    private static final int NUMBER_LENGTH = 32;
    private static final int POINT_LENGTH = 1 + 2 * NUMBER_LENGTH;
    private static final byte UNCOMPRESSED = 4;

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

    private P256() {}

    /**
     * The point of the curve that these bytes are.
     *
     * @throws EvidenceException KEY_MALFORMED where they are none, or in another spelling
     */
    static ECPoint point(byte[] bytes) {
        if (bytes.length != POINT_LENGTH || bytes[0] != UNCOMPRESSED) {
            throw new EvidenceException(Codes.KEY_MALFORMED,
                    "A public key of P-256 is an uncompressed point of " + POINT_LENGTH + " bytes.");
        }
        try {
            return CURVE.getCurve().decodePoint(bytes);
        } catch (IllegalArgumentException e) {
            throw new EvidenceException(Codes.KEY_MALFORMED, "These bytes are not a point of P-256.");
        }
    }

    static PublicKey.Check check(byte[] publicKey) {
        ECPublicKeyParameters key = new ECPublicKeyParameters(point(publicKey), DOMAIN);
        return (message, signature) -> {
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, key);
            // Which refuses r and s outside 1 to n - 1.
            return signer.verifySignature(Hash.sha256(message).bytes(), number(signature, 0),
                    number(signature, NUMBER_LENGTH));
        };
    }

    private static BigInteger number(byte[] signature, int from) {
        return new BigInteger(1, Arrays.copyOfRange(signature, from, from + NUMBER_LENGTH));
    }
}
