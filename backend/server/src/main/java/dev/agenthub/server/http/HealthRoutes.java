package dev.agenthub.server.http;

import dev.agenthub.api.Health;
import dev.agenthub.db.Database;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the backend can do its work, which it can't without its database. */
public final class HealthRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);

    private final Database database;

    public HealthRoutes(Database database) {
        this.database = database;
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
            Wire.write(context, 503, new Health("database"));
            return;
        }
        Wire.write(context, 200, new Health("ok"));
    }
}
