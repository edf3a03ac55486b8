package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.api.ChangeSummary;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.client.FetchedPayload;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.text.Messages;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * A payload that this machine canonicalised and hashed itself, and whose hash is the one that the backend names.
 *
 * @param text its exact bytes as text
 * @param json the same as values; long lists of them are to be gone through from their beginning, not by index
 * @param size of it in bytes
 * @param challenge the challenge that a decision about it must repeat
 * @param files the files that go out with the action, in order
 */
public record ExactPayload(String text, JsonObject json, int size, Hash hash, String challenge, CallTarget target,
        List<PayloadFile> files) {
    public static final String DIFFERS = "PAYLOAD_DIFFERS";

    /** In bytes. */
    private static final int LARGE = 200_000;

    private static final Messages MESSAGES = Messages.of(ExactPayload.class);

    public ExactPayload {
        files = List.copyOf(files);
    }

    /**
     * Checks what was fetched against what the request claims.
     *
     * @throws CodedException {@link #DIFFERS}: this must be neither shown nor decided
     */
    public static ExactPayload check(FetchedPayload fetched, RequestDetail claimed, UUID org) {
        byte[] bytes = fetched.bytes();
        try {
            JsonValue parsed = canonical(bytes);
            boolean change = claimed.summary().change() != null;
            Hash hash = change ? PayloadHash.ofChange(bytes) : PayloadHash.of(bytes);
            if (!hash.hex().equals(claimed.summary().payloadHash())) {
                throw differs("differs.hash");
            }
            if (!(parsed instanceof JsonObject payload)) {
                throw differs("differs.canonical");
            }
            requireSame(payload, claimed, org);
            return new ExactPayload(new String(bytes, StandardCharsets.UTF_8), payload, bytes.length, hash,
                    fetched.challenge(),
                    CallTarget.of(payload), PayloadFile.in(payload));
        } catch (EvidenceException e) {
            throw new CodedException(DIFFERS, MESSAGES.text("differs.unreadable", e.code()), e);
        }
    }

    /** Whether it takes a while to look through; what hides in a smaller one is found before anybody sees that it is looked for. */
    public boolean isLarge() {
        return size >= LARGE;
    }

    /** What the bytes say, read when it is asked for: nobody has these bytes but the payload. */
    private static JsonValue canonical(byte[] bytes) {
        JsonValue proven = CanonicalJson.value(bytes);
        if (proven != null) {
            return proven;
        }
        // To tell what no JSON is from what has another form.
        JsonValue parsed = JsonValue.parse(bytes);
        if (!CanonicalJson.isCanonical(bytes)) {
            throw differs("differs.canonical");
        }
        return parsed;
    }

    /** A true payload of another request, tool, organization or policy would hash as claimed and still be a lie. */
    private static void requireSame(JsonObject payload, RequestDetail claimed, UUID org) {
        boolean same = payload.string("request").equals(claimed.summary().request().toString())
                && payload.string("org").equals(org.toString())
                && payload.object("policy").string("digest").equals(claimed.policy().digest())
                && isAsClaimed(payload, claimed.summary());
        if (!same) {
            throw differs("differs.request");
        }
    }

    private static boolean isAsClaimed(JsonObject payload, RequestSummary claimed) {
        ChangeSummary change = claimed.change();
        return change == null
                ? payload.string("v").equals(PayloadHash.ACTION)
                        && payload.string("agent").equals(String.valueOf(claimed.agent()))
                        && payload.object("tool").string("name").equals(claimed.asks())
                : payload.string("v").equals(PayloadHash.CHANGE) && payload.string("kind").equals(change.kind())
                        && payload.string("proposer").equals(change.proposer().toString())
                        && payload.object("subject").string("kind").equals(change.subjectKind())
                        && payload.object("subject").string("id").equals(change.subject());
    }

    private static CodedException differs(String key) {
        return new CodedException(DIFFERS, MESSAGES.text(key));
    }
}
