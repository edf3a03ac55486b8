package dev.agenthub.server.http.routes;

import static dev.agenthub.server.http.Endpoint.get;

import dev.agenthub.api.Health;
import dev.agenthub.db.connection.Database;
import dev.agenthub.server.audit.timestamps.CheckpointTimestamps;
import dev.agenthub.server.http.JsonBody;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route of the backend's health: unhealthy without its database. */
public final class HealthRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);

    private final Database database;
    private final @Nullable CheckpointTimestamps timestamps;

    /** With {@code timestamps}, the answer includes whether timestamping fails; null where it is not configured. */
    public HealthRoutes(Database database, @Nullable CheckpointTimestamps timestamps) {
        this.database = database;
        this.timestamps = timestamps;
    }

    @Override
    public List<Route> routes() {
        return List.of(get("/v1/health", "Whether the backend can do its work; 503 where it can't")
                .writes(Health.class, Set.of(503), call -> health(call.context())));
    }

    private void health(Context context) {
        try {
            database.organizations().all();
        } catch (RuntimeException e) {
            LOG.error("The database does not answer", e);
            JsonBody.write(context, JsonBody.reply(503, new Health("database", stamping())));
            return;
        }
        JsonBody.write(context, JsonBody.reply(200, new Health("ok", stamping())));
    }

    private @Nullable String stamping() {
        if (timestamps == null) {
            return null;
        }
        return timestamps.isFailing() ? "failing" : "ok";
    }
}
