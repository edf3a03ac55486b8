package dev.agenthub.server.http;

import io.javalin.config.RoutesConfig;
import java.util.List;

/** A group of routes; each translates a request to one call of a use case, and its result to a response. */
public interface Routes {

    List<Route> routes();

    /** Adds handlers that run before or after every route. */
    default void around(RoutesConfig config) {}
}
