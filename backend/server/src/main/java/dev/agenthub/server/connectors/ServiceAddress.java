package dev.agenthub.server.connectors;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.catalog.ConnectorKind;
import dev.agenthub.server.connectors.egress.AllowedAddresses;
import dev.agenthub.server.connectors.egress.EgressRule;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The rules for the base address of a connector's service, under which the addresses of all its calls lie. */
public final class ServiceAddress {

    private ServiceAddress() {}

    /**
     * Parses a base address.
     *
     * @throws RefusedException CONNECTION_INVALID where it is not an https address on the public internet
     */
    static HttpUrl inPublic(String text) {
        HttpUrl url;
        try {
            url = of(text, ConnectorKind.HTTP);
        } catch (IllegalArgumentException e) {
            // The address may contain a password, so the message does not repeat it.
            throw new RefusedException(ErrorCode.CONNECTION_INVALID,
                    "baseUrl is an https address without user, query and fragment.", e);
        }
        if (EgressRule.namesNoPublicHost(url.host())) {
            throw new RefusedException(ErrorCode.CONNECTION_INVALID,
                    "baseUrl does not name a host on the public internet.");
        }
        return url;
    }

    /**
     * The base address of a service of the catalog or of an own definition.
     *
     * @param own the address that the administrator gave; null for the definition's
     * @throws RefusedException CONNECTION_INVALID where the definition has none, or the address is not on one of its hosts
     */
    public static HttpUrl of(ConnectorDefinition definition, @Nullable String own) {
        if (own == null) {
            HttpUrl given = definition.baseUrl();
            if (given == null) {
                throw new RefusedException(ErrorCode.CONNECTION_INVALID,
                        "baseUrl: " + definition.title() + " has an address of its own for each customer.");
            }
            return given;
        }
        HttpUrl url = inPublic(own);
        if (!AllowedAddresses.isOnOneOf(definition.hosts(), url)) {
            throw new RefusedException(ErrorCode.CONNECTION_INVALID,
                    "baseUrl: its host is none of " + definition.title() + ": " + definition.hosts() + ".");
        }
        return url;
    }

    /**
     * The base address of a connector of this kind.
     *
     * @throws IllegalArgumentException where the address is not a plain https address, or for the sandbox not a plain http one
     */
    static HttpUrl of(String text, String kind) {
        HttpUrl url = HttpUrl.get(text);
        boolean plain = url.username().isEmpty() && url.password().isEmpty() && url.query() == null
                && url.fragment() == null;
        if (!plain || url.isHttps() == kind.equals(ConnectorKind.SANDBOX)) {
            throw new IllegalArgumentException("Not an address for a connector of kind " + kind);
        }
        return url;
    }
}
