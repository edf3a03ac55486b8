package dev.agenthub.server.approvals.submit;

import dev.agenthub.api.EditRequest;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.common.KnownMembers;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.StorableText;
import java.util.Map;
import java.util.Set;

/**
 * The body of an edit, parsed without loss.
 *
 * @param hash SHA-256 of the whole body
 */
public record EditBody(JsonObject arguments, String reason, Hash hash) {

    private static final Set<String> MEMBERS = Set.of("arguments", "reason");

    /**
     * Parses a body.
     *
     * @throws RefusedException PAYLOAD_NOT_CANONICAL where it cannot be kept without loss,
     *        TEXT_NOT_STORABLE, REQUEST_MALFORMED where a member is missing, unknown or of another type
     */
    public static EditBody parse(byte[] body) {
        JsonValue value = StorableText.parse(body, ErrorCode.PAYLOAD_NOT_CANONICAL);
        if (!(value instanceof JsonObject object)) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "An edit is an object.");
        }
        KnownMembers.require(object, "", MEMBERS);
        try {
            EditRequest checked = new EditRequest(Map.of(), object.string("reason"));
            return new EditBody(object.object("arguments"), checked.reason(), Hash.sha256(object.canonicalBytes()));
        } catch (EvidenceException | IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, e.getMessage(), e);
        }
    }
}
