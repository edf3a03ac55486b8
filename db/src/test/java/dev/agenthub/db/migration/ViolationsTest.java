package dev.agenthub.db.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.SharedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the list of what makes a database unsafe names each thing that an administrator could break without a migration. */
class ViolationsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            role hub_app has rights that bypass     | alter role hub_app superuser
            role hub_app has rights that bypass     | alter role hub_app bypassrls
            role hub_owner has rights that bypass   | alter role hub_owner replication
            role hub_owner has rights that bypass   | alter role hub_owner createrole
            role hub_guard has rights that bypass   | alter role hub_guard createdb
            role hub_guard may log in               | alter role hub_guard login
            role hub_app is a member of hub_owner   | grant hub_owner to hub_app
            role hub_app may create in schema hub   | grant create on schema hub to public
            role hub_app may create in the database | do 'begin execute format(''grant temporary on database %I to public'', current_database()); end'
            role hub_app may create in the database | do 'begin execute format(''grant create on database %I to hub_app'', current_database()); end'
            role hub_owner has the setting          | alter role hub_owner set work_mem = '1GB'
            role hub_app may use the language       | grant usage on language plpgsql to hub_app
            role hub_app may call pg_advisory_lock  | grant execute on function pg_advisory_lock(bigint) to hub_app
            role hub_owner gives SELECT             | alter default privileges for role hub_owner in schema hub grant select on tables to public
            hub.run has the trigger approved        | alter table hub.run enable replica trigger approved
            hub.run has the trigger approved        | alter table hub.run disable trigger approved
            hub.run has no trigger approved         | drop trigger approved on hub.run; create trigger approved before insert on hub.run for each row when (new.detail = 'never') execute function hub.run_approved()
            hub.run has no trigger finishes_once    | drop trigger finishes_once on hub.run; create trigger finishes_once before update of detail on hub.run for each row execute function hub.run_finishes_once()
            hub.run has no trigger finishes_once    | drop trigger finishes_once on hub.run; create trigger finishes_once before insert on hub.run for each row execute function hub.run_finishes_once()
            hub.lease has the foreign key           | alter table hub.organization add alias uuid unique; alter table hub.lease add foreign key (org_id) references hub.organization (alias) not valid
            hub.member has the hash index hub.x      | create index x on hub.member using hash (org_id)
            hub.lease is unlogged                   | alter table hub.lease set unlogged
            audit.append(bytea[]) is a security     | alter function audit.append(bytea[]) set search_path = hub
            sec.pad(bytea,integer) may be called    | grant execute on function sec.pad(bytea, int) to public
            sec.mac_key is open to hub_owner        | grant select on sec.mac_key to hub_owner
            sec.mac_key is open to hub_app          | grant update (valid_until) on sec.mac_key to hub_app
            trigger at_commit                       | alter table sec.pending_check disable trigger at_commit
            event trigger migration_guard_drop      | alter event trigger migration_guard_drop disable
            """)
    void namesWhatIsBroken(String named, String breakage) throws SQLException {
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            assertThat(violations(statement)).as("before").isEmpty();
            // As somebody who means ill: the guard is told to look away.
            statement.execute("set local session_replication_role = replica");
            statement.execute(breakage);
            assertThat(violations(statement)).isNotEmpty().anyMatch(line -> line.startsWith(named));
            superuser.rollback();
        }
    }

    private static List<String> violations(Statement statement) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("select object || ' ' || rule from sec.violation")) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }
}
