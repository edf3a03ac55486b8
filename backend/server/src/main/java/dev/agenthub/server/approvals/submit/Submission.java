package dev.agenthub.server.approvals.submit;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.approvals.requests.AttachedFile;
import dev.agenthub.server.common.KnownMembers;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.StorableText;
import dev.agenthub.server.idempotency.IdempotencyKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A submission, parsed without loss.
 *
 * @param attachments the files, in their order
 * @param hash SHA-256 of the body without the key, by which a repetition is told from another submission with the same key
 */
public record Submission(String tool, JsonObject arguments, String idempotencyKey, @Nullable String says,
        List<AttachedFile> attachments, Hash hash) {

    public Submission {
        attachments = List.copyOf(attachments);
    }

    /** What the keys of edits begin with; an agent that could choose one would keep its request from being edited. */
    static final String OF_EDITS = "edit of ";
    private static final String KEY = "idempotencyKey";
    private static final Set<String> MEMBERS = Set.of("tool", "arguments", KEY, "says", "attachments");

    /**
     * Parses the body of a submission.
     *
     * @param key the call's idempotency key header; the body may have the key instead
     * @throws RefusedException PAYLOAD_NOT_CANONICAL where it cannot be kept without loss, TEXT_NOT_STORABLE, REQUEST_MALFORMED
     *        where a member is missing, unknown or of another type; ATTACHMENT_MALFORMED, TOO_LARGE for its files
     */
    public static Submission parse(byte[] body, Optional<IdempotencyKey> key) {
        JsonValue value = StorableText.parse(body, ErrorCode.PAYLOAD_NOT_CANONICAL);
        if (!(value instanceof JsonObject object)) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "A submission is an object.");
        }
        KnownMembers.require(object, "", MEMBERS);
        try {
            String says = object.get("says") instanceof JsonString(String text) ? text : null;
            String named = object.members().containsKey(KEY) ? object.nullableString(KEY) : null;
            SubmitRequest checked = new SubmitRequest(object.string("tool"), Map.of(), named, says);
            return new Submission(checked.tool(), object.object("arguments"), key(checked.idempotencyKey(), key),
                    checked.says(), AttachmentReader.read(object.get("attachments")),
                    Hash.sha256(withoutKey(object).canonicalBytes()));
        } catch (EvidenceException | IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, e.getMessage(), e);
        }
    }

    /** The body without the idempotency key, which may come in either place. */
    private static JsonObject withoutKey(JsonObject submission) {
        SortedMap<String, JsonValue> members = new TreeMap<>(submission.members());
        members.remove(KEY);
        return new JsonObject(members);
    }

    private static String key(@Nullable String named, Optional<IdempotencyKey> header) {
        String key = header.map(IdempotencyKey::text).orElse(named);
        if (key == null || (named != null && !named.equals(key))) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, key == null
                    ? "A submission has an idempotency key, as the header Idempotency-Key or as the member idempotencyKey."
                    : "The header Idempotency-Key and the member idempotencyKey differ.");
        }
        if (key.startsWith(OF_EDITS)) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED,
                    "An idempotency key that begins with \"" + OF_EDITS + "\" is not an agent's to choose.");
        }
        return key;
    }
}
