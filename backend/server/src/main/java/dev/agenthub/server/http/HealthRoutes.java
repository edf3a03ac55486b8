package dev.agenthub.server.http;

import dev.agenthub.api.Health;
import dev.agenthub.db.Database;
import dev.agenthub.server.audit.Timestamps;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the backend can do its work, which it can't without its database. */
public final class HealthRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);

    private final Database database;
    private final @Nullable Timestamps timestamps;

    /** Where checkpoints are timestamped, it says how that goes. */
    public HealthRoutes(Database database, @Nullable Timestamps timestamps) {
        this.database = database;
        this.timestamps = timestamps;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/health", this::health);
    }

    private void health(Context context) {
        try {
            database.organizations().all();
        } catch (RuntimeException e) {
            LOG.error("The database does not answer", e);
            Wire.write(context, 503, new Health("database", stamping()));
            return;
        }
        Wire.write(context, 200, new Health("ok", stamping()));
    }

    private @Nullable String stamping() {
        if (timestamps == null) {
            return null;
        }
        return timestamps.isFailing() ? "failing" : "ok";
    }
}
