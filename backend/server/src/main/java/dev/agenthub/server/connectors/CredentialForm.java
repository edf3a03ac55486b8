package dev.agenthub.server.connectors;

import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a credential stands in a call.
 *
 * @param header the name of the header that carries it
 * @param prefix what stands before it there
 */
public record CredentialForm(String header, String prefix) {
    private static final String AUTHORIZATION = "Authorization";
    /** What the HTTP client sets, what says how the call is to be read, and what it is known by. */
    private static final Set<String> TAKEN = Set.of("accept-encoding", "connection", "content-encoding",
            "content-length", "content-type", "cookie", "expect", "host", "idempotency-key", "keep-alive", "te",
            "trailer", "transfer-encoding", "upgrade");

    /** As most services want it (RFC 6750). */
    public static final CredentialForm BEARER = new CredentialForm(AUTHORIZATION, "Bearer ");

    public CredentialForm {
        String lower = header.toLowerCase(Locale.ROOT);
        if (TAKEN.contains(lower) || lower.startsWith("proxy-")) {
            throw new IllegalArgumentException("A key can't be sent in that header");
        }
    }

    /**
     * As a service's definition says it.
     *
     * @throws DocumentFault where no key can be sent that way
     */
    static CredentialForm of(ConnectorDefinition definition) {
        if (!(definition.authorization() instanceof Authorization.Key(String header, String prefix))) {
            return BEARER;
        }
        try {
            return new CredentialForm(header, prefix);
        } catch (IllegalArgumentException e) {
            throw new DocumentFault("/authorization/header", e.getMessage() + ".");
        }
    }

    /** What was asked for, completed with what is usual. */
    static CredentialForm of(@Nullable String header, @Nullable String prefix) {
        String name = header == null ? AUTHORIZATION : header;
        String usual = name.equalsIgnoreCase(AUTHORIZATION) ? BEARER.prefix() : "";
        return new CredentialForm(name, prefix == null ? usual : prefix);
    }
}
