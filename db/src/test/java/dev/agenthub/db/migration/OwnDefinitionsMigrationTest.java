package dev.agenthub.db.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.OwnDatabase;
import dev.agenthub.db.SharedDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a database with connectors learns which of their definitions administrators brought. */
class OwnDefinitionsMigrationTest {
    private static final String EARLIER = """
            alter table hub.connector drop column own_definition;
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
    void knowsThemByTheNamesThatCatalogsHadUntilThen(@TempDir Path folder) throws SQLException, IOException {
        Path secrets = folder.resolve("secrets");
        try (OwnDatabase database = OwnDatabase.create(secrets)) {
            try (Connection superuser = database.superuserConnection();
                    Statement statement = superuser.createStatement()) {
                statement.execute(EARLIER);
            }
            try (Connection owner = DriverManager.getConnection(database.url(), "hub_owner",
                    SharedDatabase.password("database-owner")); Statement statement = owner.createStatement()) {
                statement.execute(script());
            }

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

    /** The script by itself, so that this test does not depend on those that came later. */
    private static String script() throws IOException {
        try (InputStream in = Migrations.class
                .getResourceAsStream("/dev/agenthub/db/migration/V015__own_definitions.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
