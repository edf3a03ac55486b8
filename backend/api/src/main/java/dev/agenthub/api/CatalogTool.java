package dev.agenthub.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tool that a service of the catalog offers.
 *
 * @param name its name
 * @param title the title of its requests, with placeholders for arguments
 * @param risk how much harm it can do
 * @param scopes what it needs
 * @param authorizationDetails permissions that it needs and scopes cannot express (RFC 9396), each detail in its canonical form (RFC 8785)
 * @param arguments the names of its arguments
 * @param cost what a call counts against budgets; null where it is free
 */
public record CatalogTool(String name, String title, Risk risk, List<String> scopes,
        List<String> authorizationDetails, List<String> arguments,
        @Nullable CatalogCost cost) {

    public CatalogTool {
        name = Check.present("name", name);
        title = Check.present("title", title);
        risk = Check.present("risk", risk);
        scopes = Check.list("scopes", scopes);
        authorizationDetails = Check.list("authorizationDetails", authorizationDetails);
        arguments = Check.list("arguments", arguments);
    }
}
