package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * A service that is called with tokens of its authorization server, for the agents of one workspace.
 *
 * @param workspace its id or name
 * @param name its name, unique in the workspace, by which tools refer to it
 * @param service which one of the catalog it is; null where a definition says what it is
 * @param definition the JSON text of a definition in the form {@code agenthub/connector/v1}, of at
 *        most 262144 bytes, for a service that the catalog does not know; null for one of the catalog
 * @param baseUrl the prefix of every call's address; null where the catalog or the definition says it
 * @param issuer the authorization server's issuer, whose metadata says the rest (RFC 8414); null but for the service {@code oauth}
 * @param offlineAccess false so that the scope {@code offline_access} is not requested, which the client may not have;
 *        null so that it is where the issuer's metadata names it; null but for the service {@code oauth}
 * @param clientId which client AgentHub is there, as it was registered with the provider
 * @param clientSecret the client's secret, never shown again; null for a public client
 */
public record NewOAuthConnection(String workspace, String name, @Nullable String service, @Nullable String definition,
        @Nullable String baseUrl,
        @Nullable String issuer, @Nullable Boolean offlineAccess, String clientId, @Nullable String clientSecret) {

    public NewOAuthConnection {
        workspace = Check.text("workspace", workspace, 200);
        name = Check.text("name", name, 200).strip();
        if (service != null) {
            service = Check.text("service", service, 50);
        }
        if (baseUrl != null) {
            baseUrl = Check.text("baseUrl", baseUrl, 2_000);
        }
        if (issuer != null) {
            issuer = Check.text("issuer", issuer, 2_000);
        }
        clientId = Check.headerText("clientId", clientId, 400);
        if (clientSecret != null) {
            clientSecret = Check.headerText("clientSecret", clientSecret, ConnectionKey.LONGEST);
        }
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "NewOAuthConnection[workspace=" + workspace + ", name=" + name + ", service=" + service + "]";
    }
}
