package dev.agenthub.server.connectors.calls;

import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a credential is sent in a call.
 *
 * @param header the name of the header
 * @param prefix the text before the credential, for example {@code "Bearer "}
 */
public record CredentialForm(String header, String prefix) {
    private static final String AUTHORIZATION = "Authorization";
    /** Headers that may not carry a credential: set by the HTTP client, or describing how the call is read or identified. */
    private static final Set<String> TAKEN = Set.of("accept-encoding", "connection", "content-encoding",
            "content-length", "content-type", "cookie", "expect", "host", "idempotency-key", "keep-alive", "te",
            "trailer", "transfer-encoding", "upgrade");

    /** The usual form (RFC 6750). */
    public static final CredentialForm BEARER = new CredentialForm(AUTHORIZATION, "Bearer ");

    public CredentialForm {
        String lower = header.toLowerCase(Locale.ROOT);
        if (TAKEN.contains(lower) || lower.startsWith("proxy-")) {
            throw new IllegalArgumentException("A key can't be sent in that header");
        }
    }

    /**
     * The form that a service's definition states.
     *
     * @throws DocumentFault where its key cannot be sent that way
     */
    public static CredentialForm of(ConnectorDefinition definition) {
        if (!(definition.authorization() instanceof Authorization.Key(String header, String prefix))) {
            return BEARER;
        }
        try {
            return new CredentialForm(header, prefix);
        } catch (IllegalArgumentException e) {
            throw new DocumentFault("/authorization/header", e.getMessage() + ".");
        }
    }

    /** The requested form; null members get the usual values. */
    public static CredentialForm of(@Nullable String header, @Nullable String prefix) {
        String name = header == null ? AUTHORIZATION : header;
        String usual = name.equalsIgnoreCase(AUTHORIZATION) ? BEARER.prefix() : "";
        return new CredentialForm(name, prefix == null ? usual : prefix);
    }
}
