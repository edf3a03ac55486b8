package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * A service that is called over HTTPS with a static key, for the agents of one workspace.
 *
 * @param workspace its id or name
 * @param name its name, unique in the workspace, by which tools refer to it
 * @param baseUrl an https address of a host on the public internet, without user, query
 *        and fragment; every call's path comes after it; null where the definition says it
 * @param header the header that carries the key, none that HTTP gives another meaning; null for Authorization
 * @param prefix what stands before the key in that header; null for {@code "Bearer "} in Authorization and for nothing in any other
 * @param definition the JSON text of a definition in the form {@code agenthub/connector/v1}, of at most
 *        262144 bytes, which says the header and the prefix too; null where only the address is known
 * @param key never shown again
 */
public record NewConnection(String workspace, String name, @Nullable String baseUrl, @Nullable String header,
        @Nullable String prefix, @Nullable String definition, String key) {

    public NewConnection {
        workspace = Check.text("workspace", workspace, 200);
        name = Check.text("name", name, 200).strip();
        if (baseUrl != null) {
            baseUrl = Check.text("baseUrl", baseUrl, 2_000);
        }
        if (header != null) {
            header = Check.headerName("header", header, 100);
        }
        if (prefix != null) {
            prefix = Check.printable("prefix", prefix, 100);
        }
        key = Check.headerText("key", key, ConnectionKey.LONGEST);
    }

    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "NewConnection[workspace=" + workspace + ", name=" + name + ", baseUrl=" + baseUrl + "]";
    }
}
