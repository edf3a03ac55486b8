package dev.agenthub.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service in the catalog.
 *
 * @param name its identifier in requests
 * @param title its name for people
 * @param documentation where the provider explains how to register a client or make a key
 * @param authorization how it is authorized: by a key, at its provider, or at a provider that is named
 * @param baseUrl where it is called; null where each connection says so itself
 * @param hosts the hosts that its calls may go to; empty where each connection names its own
 * @param scopes what it lets one do
 * @param tools what agents may use of it
 */
public record CatalogConnector(String name, String title, String documentation, AuthorizationKind authorization,
        @Nullable String baseUrl, List<String> hosts, List<CatalogScope> scopes, List<CatalogTool> tools) {

    public CatalogConnector {
        name = Check.present("name", name);
        title = Check.present("title", title);
        documentation = Check.present("documentation", documentation);
        authorization = Check.present("authorization", authorization);
        hosts = Check.list("hosts", hosts);
        scopes = Check.list("scopes", scopes);
        tools = Check.list("tools", tools);
    }
}
