package dev.agenthub.server.http;

import io.javalin.config.RoutesConfig;

/** Some of the API's routes: each turns wire into one call of a capability, and its answer into wire. */
public interface Routes {

    void add(RoutesConfig routes);
}
