package dev.agenthub.server.approvals;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.StorableText;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an agent asks for, read without loss.
 *
 * @param hash of the whole body, so that a repeated submission can be told from another one with the same key
 */
public record Submission(String tool, JsonObject arguments, String idempotencyKey, @Nullable String says, Hash hash) {

    private static final Set<String> MEMBERS = Set.of("tool", "arguments", "idempotencyKey", "says");

    /**
     * Reads the body of a submission.
     *
     * @throws RefusedException PAYLOAD_NOT_CANONICAL where it can't be kept without loss, TEXT_NOT_STORABLE, REQUEST_MALFORMED where it says something else
     */
    public static Submission parse(byte[] body) {
        JsonValue value = StorableText.parse(body, ErrorCode.PAYLOAD_NOT_CANONICAL);
        if (!(value instanceof JsonObject object) || !MEMBERS.containsAll(object.members().keySet())) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED,
                    "A submission has the members " + MEMBERS.stream().sorted().toList());
        }
        try {
            String says = object.get("says") instanceof JsonString(String text) ? text : null;
            SubmitRequest checked = new SubmitRequest(object.string("tool"), Map.of(), object.string("idempotencyKey"),
                    says);
            return new Submission(checked.tool(), object.object("arguments"), checked.idempotencyKey(), checked.says(),
                    Hash.sha256(object.canonicalBytes()));
        } catch (EvidenceException | IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, e.getMessage(), e);
        }
    }
}
