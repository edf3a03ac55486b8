package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.documents.DocumentNode;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.connectors.calls.CredentialEcho;
import java.util.List;
import net.minidev.json.JSONArray;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads the authorization details of a token response (RFC 9396, section 7). */
final class GrantedDetails {

    private GrantedDetails() {}

    /**
     * The granted details; null where the response has none. An empty list where they are malformed,
     * or contain a secret, which would be shown: what cannot be read counts as not granted.
     */
    static @Nullable List<AuthorizationDetail> read(@Nullable Object said, List<SecretBytes> secrets) {
        if (said == null) {
            return null;
        }
        if (!(said instanceof JSONArray array)) {
            return List.of();
        }
        ByteString text = ByteString.encodeUtf8(array.toJSONString());
        try {
            return new CredentialEcho(secrets).isIn(text)
                    ? List.of()
                    : AuthorizationDetail.granted(new DocumentNode(JsonValue.parse(text.toByteArray()), ""));
        } catch (EvidenceException | DocumentFault _) {
            return List.of();
        }
    }

    /** Whether the granted details are exactly the requested ones. */
    static boolean areExactly(List<AuthorizationDetail> asked, @Nullable List<AuthorizationDetail> granted) {
        List<AuthorizationDetail> given = granted == null ? List.of() : granted;
        return asked.stream().allMatch(detail -> given.stream().anyMatch(one -> one.covers(detail)))
                && given.stream().allMatch(one -> asked.stream().anyMatch(one::covers));
    }
}
