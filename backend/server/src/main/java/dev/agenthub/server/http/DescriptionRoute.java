package dev.agenthub.server.http;

import io.javalin.config.RoutesConfig;

/** The API's own description, for whoever writes a client. */
public final class DescriptionRoute implements Routes {
    private final byte[] description = Wire.bytes(ApiDescription.of(Operations.ALL));

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/openapi.json", context -> context.contentType("application/json").result(description));
    }
}
