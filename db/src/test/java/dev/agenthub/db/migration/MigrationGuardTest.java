package dev.agenthub.db.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.OwnDatabase;
import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.doctor.Doctor;
import dev.agenthub.db.failure.StartupException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations that would let one organization see another's rows, run as the role that migrates. */
class MigrationGuardTest {
    private static final String GOOD = """
            create table hub.extra (org_id uuid not null, id uuid not null, name text, primary key (org_id, id));
            call sec.protect('hub.extra', 'select, insert');
            """;

    @ParameterizedTest
    @ValueSource(strings = {"alter table hub.member disable row level security",
            "alter table hub.member no force row level security",
            "drop policy confined_select on hub.member", "alter policy confined_select on hub.member using (true)",
            "alter policy confined_select on hub.member to hub_app",
            "alter table hub.member drop column org_id cascade",
            "alter table hub.member rename column org_id to organization"})
    void aProtectedTableCannotBeWeakenedForAMoment(String statement) throws SQLException {
        assertRefusedAtOnce(statement);
        assertRefusedAtOnce("do $$ begin execute '" + statement.replace("'", "''") + "'; end $$");
    }

    @Test
    void offAndOnAgainInOneTransactionIsRefusedAtTheFirstStep() throws SQLException {
        assertRefusedAtOnce(
                "alter table hub.member disable row level security; alter table hub.member enable row level security");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create table hub.bare (id int primary key)",
            "create table hub.bare (org_id uuid not null, id int, primary key (org_id, id))",
            "create table hub.bare (org_id uuid primary key); alter table hub.bare enable row level security, force row level security",
            "create table hub.bare (org_id uuid, id int); call sec.protect('hub.bare', 'select')",
            "create table hub.bare (org_id uuid not null, id int primary key); call sec.protect('hub.bare', 'select')",
            GOOD + "alter table hub.extra add unique (name)", GOOD + "create unique index on hub.extra (lower(name))",
            GOOD + "create unique index on hub.extra (name) include (org_id)",
            "create index on hub.connection (sealed_token)", "create index on hub.connection (version, org_id)",
            "create index on hub.member (lower(name), org_id)", "create index on hub.connection (id) include (org_id)",
            "create index on hub.connection (id) where sealed_token is null",
            GOOD + "alter table hub.extra add foreign key (name) references hub.extra2 (name)",
            "create table hub.heir () inherits (hub.member)",
            "create table hub.parts (org_id uuid not null, id int, primary key (org_id, id)) partition by list (org_id);"
                    + "call sec.protect('hub.parts', 'select'); create table hub.part partition of hub.parts default",
            "create view hub.all_members as select * from hub.member",
            "create view hub.all_members with (security_invoker = false) as select * from hub.member",
            "create materialized view hub.all_members as select 1 as one",
            "create function hub.see() returns int language sql security definer return 1",
            "grant truncate on hub.member to hub_app",
            "grant select on hub.member to public", "grant select (name) on hub.member to public",
            "grant select on hub.member to hub_app with grant option",
            "create rule r as on insert to hub.member do also nothing",
            "create sequence hub.numbers; grant usage on sequence hub.numbers to hub_app",
            "grant usage on schema migration to hub_app; grant select on migration.history to hub_app"})
    void anUnsafeSchemaCannotBeCommitted(String migration) throws SQLException {
        try (Connection owner = SharedDatabase.ownerConnection(); Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            assertThatThrownBy(() -> {
                statement.execute(migration.replace("hub.extra2 (name)", "hub.extra (id)"));
                owner.commit();
            }).hasMessageMatching(
                    "(?s).*(leaves the database unsafe|permission denied|cannot be implemented|no unique constraint).*");
        }
        assertNoViolation();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop event trigger migration_guard_end", "alter event trigger migration_guard_end disable",
            "drop function sec.guard_migration() cascade", "alter table audit.event disable trigger append_only",
            "drop trigger append_only on audit.event", "delete from sec.guarded_table", "delete from sec.pending_check",
            "create or replace function sec.current_org() returns uuid language sql stable return gen_random_uuid()",
            "alter function sec.current_org() volatile", "create function sec.mine() returns int language sql return 1",
            "alter function sec.current_org() owner to hub_owner", "set role hub_guard", "grant hub_guard to hub_owner",
            "alter role hub_app bypassrls", "create schema mine", "set event_triggers = off",
            "set session_replication_role = replica",
            "alter table audit.head owner to hub_owner", "create temp table t (a int)"})
    void theGuardIsOutOfTheMigrationsReach(String attempt) throws SQLException {
        try (Connection owner = SharedDatabase.ownerConnection(); Statement statement = owner.createStatement()) {
            assertThatThrownBy(() -> statement.execute(attempt))
                    .hasMessageMatching(
                            "(?s).*(permission denied|must be owner|must be able|does not exist|must have|must be superuser|unrecognized configuration).*");
        }
        assertNoViolation();
    }

    /** Where the administrator let the owner make temporary tables, PostgreSQL refuses the parent and the guard the rest. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            create temporary table p (like hub.lease); alter table hub.lease inherit p | cannot inherit from temporary relation
            create temporary table p (org_id uuid not null) inherits (hub.lease)       | leaves the database unsafe
            create temporary table p (id int)                                          | leaves the database unsafe
            alter table hub.remembered_answer set unlogged                             | would weaken the row-level security of hub.remembered_answer
            """)
    void noTableOfOursGetsAPartThatIsNotKept(String migration, String refusal) throws SQLException {
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement administrator = superuser.createStatement();
                Connection owner = SharedDatabase.ownerConnection();
                Statement statement = owner.createStatement()) {
            administrator.execute("grant temporary on database agenthub to hub_owner");
            try {
                owner.setAutoCommit(false);
                assertThatThrownBy(() -> {
                    statement.execute(migration);
                    owner.commit();
                }).hasMessageContaining(refusal);
            } finally {
                administrator.execute("revoke temporary on database agenthub from hub_owner");
            }
        }
        assertNoViolation();
    }

    @Test
    void theCheckCannotBeTakenEarlyAndThenEscaped() throws SQLException {
        try (Connection owner = SharedDatabase.ownerConnection(); Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute(GOOD);
            statement.execute("set constraints all immediate");
            assertThatThrownBy(() -> statement.execute("create table hub.bare (id int primary key)"))
                    .hasMessageContaining("unsafe");
            owner.rollback();
        }
    }

    @Test
    void aGoodMigrationCommits() throws SQLException {
        try (Connection owner = SharedDatabase.ownerConnection(); Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            assertThatCode(() -> {
                statement.execute(
                        GOOD + "create view hub.named with (security_invoker = true) as select * from hub.extra");
                owner.commit();
                statement.execute("drop view hub.named; drop table hub.extra");
                owner.commit();
            }).doesNotThrowAnyException();
        }
    }

    @Test
    void theDoctorNamesWhatTheAdministratorBroke() throws SQLException {
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("alter role hub_app bypassrls");
            statement.execute("alter table audit.event disable trigger append_only");
            assertThatThrownBy(() -> new Doctor(superuser, OwnDatabase.accepted()).requireFit())
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("DATABASE_UNSAFE"))
                    .hasMessageContaining("role hub_app has rights that bypass")
                    .hasMessageContaining("audit.event has no trigger append_only that calls audit.refuse_change()");
            superuser.rollback();
        }
    }

    private static void assertRefusedAtOnce(String sql) throws SQLException {
        try (Connection owner = SharedDatabase.ownerConnection(); Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            assertThatThrownBy(() -> statement.execute(sql))
                    .hasMessageContaining("would weaken the row-level security of hub.member");
            owner.rollback();
        }
        assertNoViolation();
    }

    private static void assertNoViolation() throws SQLException {
        try (Connection superuser = SharedDatabase.get().superuserConnection();
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery("select object || ' ' || rule from sec.violation")) {
            assertThat(rows.next()).isFalse();
        }
    }
}
