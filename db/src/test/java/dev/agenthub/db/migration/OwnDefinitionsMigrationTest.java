package dev.agenthub.db.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.ExternalDatabase;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.postgres.PostgresServer;
import dev.agenthub.db.secret.SecretBytes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a database with connectors learns which of their definitions administrators brought. */
class OwnDefinitionsMigrationTest {
    private static final String EARLIER = """
            alter table hub.connector drop column own_definition;
            delete from migration.history where version = '015';
            insert into hub.organization (org_id, name, deployment)
            values ('00000000-0000-7000-8000-0000000000aa', 'Northwind', 'test');
            insert into hub.workspace
            values ('00000000-0000-7000-8000-0000000000aa', '00000000-0000-7000-8000-000000000001', 'Care');
            insert into hub.connector (org_id, id, workspace_id, name, base_url, kind, definition)
            select '00000000-0000-7000-8000-0000000000aa', gen_random_uuid(), '00000000-0000-7000-8000-000000000001',
                   name, 'https://api.example.com/', 'http', convert_to(definition, 'UTF8')
              from (values ('Address', null), ('Code', '{"name":"github"}'), ('Notes', '{"name":"notes"}'))
                as connector (name, definition);
            """;

    @Test
    void knowsThemByTheNamesThatCatalogsHadUntilThen(@TempDir Path folder) throws SQLException {
        Path secrets = folder.resolve("secrets");
        try (OwnDatabase database = OwnDatabase.create(secrets)) {
            try (Connection superuser = database.superuserConnection();
                    Statement statement = superuser.createStatement()) {
                statement.execute(EARLIER);
            }
            OwnDatabase.setUp(new ExternalDatabase.Target(database.url(), PostgresServer.SUPERUSER,
                    SecretBytes.ofText(SharedDatabase.password("database-admin")), secrets, OwnDatabase.accepted()));

            List<String> own = new ArrayList<>();
            try (Connection superuser = database.superuserConnection();
                    Statement statement = superuser.createStatement();
                    ResultSet rows = statement
                            .executeQuery("select name from hub.connector where own_definition order by name")) {
                while (rows.next()) {
                    own.add(rows.getString("name"));
                }
            }
            assertThat(own).containsExactly("Notes");
        }
    }
}
