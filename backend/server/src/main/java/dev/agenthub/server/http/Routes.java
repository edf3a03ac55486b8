package dev.agenthub.server.http;

import io.javalin.config.RoutesConfig;
import java.util.List;

/** Some of the API's routes: each turns a request into one call of a capability, and what that answers into a response. */
public interface Routes {

    List<Route> routes();

    /** Adds what happens before or after every route of the API. */
    default void around(RoutesConfig config) {}
}
