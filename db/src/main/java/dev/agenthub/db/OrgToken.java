package dev.agenthub.db;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the tokens that {@code sec.begin_org} admits: an organization and an actor, for one transaction of one server
 * process, under an HMAC that the application's database role cannot make.
 */
final class OrgToken {
    private static final byte[] TAG = "agenthub/token/v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte DIRECTORY = 4;
    private static final UUID NOBODY = new UUID(0, 0);
    private static final int SIGNED_LENGTH = 49;

    private final int keyId;
    private final SecretKeySpec key;

    OrgToken(int keyId, byte[] key) {
        this.keyId = keyId;
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /**
     * @param process the server process of the connection
     * @param start   when its open transaction started, in microseconds since 1970
     */
    byte[] forOrganization(OrgContext context, int process, long start) {
        return token(context.kind().code(), context.org(), context.actor(), process, start);
    }

    /** Admits to the list of organizations and to nothing else. */
    byte[] forDirectory(int process, long start) {
        return token(DIRECTORY, NOBODY, NOBODY, process, start);
    }

    private byte[] token(byte kind, UUID org, UUID actor, int process, long start) {
        ByteBuffer token = ByteBuffer.allocate(SIGNED_LENGTH + 32);
        token.putInt(keyId).put(kind);
        token.putLong(org.getMostSignificantBits()).putLong(org.getLeastSignificantBits());
        token.putLong(actor.getMostSignificantBits()).putLong(actor.getLeastSignificantBits());
        token.putInt(process).putLong(start);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(TAG);
            mac.update(token.array(), 0, SIGNED_LENGTH);
            return token.put(mac.doFinal()).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
