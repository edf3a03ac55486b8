package dev.agenthub.api;

/**
 * A scope that a service offers.
 *
 * @param scope as the provider writes it
 * @param title what it permits, in words
 * @param required whether nothing works without it
 */
public record CatalogScope(String scope, String title, boolean required) {

    public CatalogScope {
        scope = Check.present("scope", scope);
        title = Check.present("title", title);
    }
}
