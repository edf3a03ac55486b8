package dev.agenthub.db.organization;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the tokens that {@code sec.begin_org} accepts: organization, principal and workspaces for one transaction of one server process,
 * under an HMAC whose key the application's database role cannot read.
 */
public final class OrgToken {
    private static final byte[] TAG = "agenthub/token/v3".getBytes(StandardCharsets.US_ASCII);
    private static final byte DIRECTORY = 4;
    private static final byte EVERY_WORKSPACE = 0;
    private static final byte THESE_WORKSPACES = 1;
    private static final UUID NOBODY = new UUID(0, 0);
    private static final int FIXED_LENGTH = 58;
    private static final int MAC_LENGTH = 32;

    private final int keyId;
    private final SecretKeySpec key;

    public OrgToken(int keyId, byte[] key) {
        this.keyId = keyId;
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    public int keyId() {
        return keyId;
    }

    /**
     * The token that admits to one transaction in one organization.
     *
     * @param process   the server process of the connection
     * @param challenge what {@code sec.challenge} last gave its session
     */
    public byte[] forOrganization(OrgContext context, int process, UUID challenge) {
        List<UUID> workspaces = context.workspaces();
        ByteBuffer token = begin(process, challenge, workspaces == null ? 0 : workspaces.size());
        token.put(context.kind().code());
        put(token, context.org());
        put(token, context.actor());
        if (workspaces == null) {
            return sealed(token.put(EVERY_WORKSPACE));
        }
        token.put(THESE_WORKSPACES);
        workspaces.forEach(workspace -> put(token, workspace));
        return sealed(token);
    }

    /** Admits to the list of organizations and to nothing else. */
    public byte[] forDirectory(int process, UUID challenge) {
        ByteBuffer token = begin(process, challenge, 0).put(DIRECTORY);
        put(token, NOBODY);
        put(token, NOBODY);
        return sealed(token.put(EVERY_WORKSPACE));
    }

    private ByteBuffer begin(int process, UUID challenge, int workspaces) {
        ByteBuffer token = ByteBuffer.allocate(FIXED_LENGTH + 2 * Long.BYTES * workspaces + MAC_LENGTH)
                .putInt(keyId).putInt(process);
        put(token, challenge);
        return token;
    }

    private static void put(ByteBuffer token, UUID id) {
        token.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private byte[] sealed(ByteBuffer token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(TAG);
            mac.update(token.duplicate().flip());
            byte[] signed = new byte[token.capacity()];
            token.put(mac.doFinal()).flip().get(signed);
            return signed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
