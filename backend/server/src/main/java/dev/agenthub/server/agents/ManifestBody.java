package dev.agenthub.server.agents;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ManifestRequest;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.common.KnownMembers;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.StorableText;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ManifestRequest} parsed without loss: numbers keep all their digits.
 *
 * @param digest the previewed manifest's; null in a preview
 */
public record ManifestBody(JsonObject manifest, @Nullable String digest, @Nullable String replaces) {
    private static final Set<String> MEMBERS = Set.of("manifest", "digest", "replaces");

    /**
     * Parses a request body.
     *
     * @throws RefusedException PAYLOAD_NOT_CANONICAL where it cannot be kept without loss,
     *        TEXT_NOT_STORABLE, REQUEST_MALFORMED where a member is missing, unknown or of another type
     */
    public static ManifestBody parse(byte[] body) {
        JsonValue value = StorableText.parse(body, ErrorCode.PAYLOAD_NOT_CANONICAL);
        if (!(value instanceof JsonObject object)) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "The body is an object.");
        }
        KnownMembers.require(object, "", MEMBERS);
        try {
            ManifestRequest checked = new ManifestRequest(Map.of(), text(object, "digest"), text(object, "replaces"));
            return new ManifestBody(object.object("manifest"), checked.digest(), checked.replaces());
        } catch (EvidenceException | IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, e.getMessage(), e);
        }
    }

    private static @Nullable String text(JsonObject object, String member) {
        return object.get(member) == null ? null : object.nullableString(member);
    }
}
