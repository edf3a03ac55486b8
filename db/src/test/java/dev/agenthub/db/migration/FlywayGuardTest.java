package dev.agenthub.db.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.SharedDatabaseQueries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every careless migration we could think of, through Flyway itself as the role that migrates: none leaves a trace. */
class FlywayGuardTest {
    private static final String GOOD = "create table hub.extra (org_id uuid not null, id uuid not null, name text, primary key (org_id, id));"
            + "call sec.protect('hub.extra', 'select, insert');";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            disable                     | alter table hub.member disable row level security
            no force                    | alter table hub.member no force row level security
            off, then on                | alter table hub.member disable row level security; alter table hub.member enable row level security
            inside DO                   | do $$ begin execute 'alter table hub.member disable row level security'; end $$
            drop policy                 | drop policy confined_select on hub.member
            drop policy, put it back    | drop policy confined_select on hub.member; create policy confined_select on hub.member as restrictive for select to public using (org_id = any (array[(select sec.org_of_people())]) and ((select sec.acting_agent()) is null))
            alter policy                | alter policy confined_select on hub.member using (true)
            alter policy, put it back   | alter policy confined_select on hub.member using (true); alter policy confined_select on hub.member using (org_id = any (array[(select sec.org_of_people())]) and ((select sec.acting_agent()) is null))
            policy for one role         | alter policy confined_select on hub.member to hub_app
            rename policy, permissive   | alter policy confined_select on hub.member rename to o; drop policy o on hub.member; create policy confined_select on hub.member using (true)
            drop one command's policy   | drop policy confined_delete on hub.member
            weaken the narrowing        | alter policy confined_select on hub.member using (org_id = any (array[(select sec.current_org())]))
            narrowing of writes, a moment | alter policy confined_insert on hub.lease with check (org_id = any (array[(select sec.current_org())])); alter policy confined_insert on hub.lease with check (org_id = any (array[(select sec.org_of_members())]) and (select sec.sees_everything()))
            another permissive policy   | create policy more on hub.member for select to hub_owner using (true)
            another restrictive policy  | create policy a_first on hub.member as restrictive for select to hub_app using (name <> '')
            a policy that costs         | create table hub.extra (org_id uuid not null, id uuid not null, name text, primary key (org_id, id)); call sec.protect('hub.extra', 'select', reads => 'name = ''x''')
            a policy that asks a table  | create table hub.extra (org_id uuid not null, id uuid not null, primary key (org_id, id)); call sec.protect('hub.extra', 'select', reads => 'exists (select from hub.member m where m.id = extra.id)')
            the old form of policy      | create table hub.extra (org_id uuid not null, id uuid not null, primary key (org_id, id)); alter table hub.extra enable row level security, force row level security; create policy o on hub.extra as restrictive using (org_id = (select sec.current_org())); create policy application on hub.extra to hub_app using (true); grant select on hub.extra to hub_app
            index of another column     | create index on hub.member (name)
            index with org_id second    | create index on hub.member (name, org_id)
            unlogged                    | create unlogged table hub.extra (org_id uuid not null, id uuid not null, primary key (org_id, id)); call sec.protect('hub.extra', 'select')
            made unlogged, a moment     | alter table hub.lease set unlogged; alter table hub.lease set logged
            gains a parent, a moment    | create table hub.parent (org_id uuid not null, id uuid not null); alter table hub.member inherit hub.parent; alter table hub.member no inherit hub.parent; drop table hub.parent
            a partition, a moment       | create table hub.parts (like hub.lease including all) partition by list (org_id); alter table hub.parts attach partition hub.lease default; alter table hub.parts detach partition hub.lease; drop table hub.parts
            drop the run's trigger      | drop trigger approved on hub.run
            drop the frozen trigger     | drop trigger frozen on hub.approval_request
            files that may change       | drop trigger frozen on hub.request_attachment
            another trigger's name      | drop trigger approved on hub.run; create trigger approved before insert on hub.run for each row execute function hub.of_request()
            a trigger with a condition  | drop trigger approved on hub.run; create trigger approved before insert on hub.run for each row when (new.detail = 'never') execute function hub.run_approved()
            an empty trigger function   | create or replace function hub.run_approved() returns trigger language plpgsql as 'begin return new; end'
            a frozen column is granted  | grant update (payload) on hub.approval_request to hub_app
            what is searched is granted | grant update (search_text) on hub.approval_request to hub_app
            a frozen table is granted   | grant update on hub.decision to hub_app
            public default privileges   | alter default privileges for role hub_owner in schema hub grant select on tables to public; create table hub.extra (org_id uuid not null, id int, primary key (org_id, id)); call sec.protect('hub.extra', 'select')
            rename org_id               | alter table hub.member rename column org_id to organization
            drop org_id                 | alter table hub.member drop column org_id cascade
            org_id may be null          | alter table hub.workspace_member drop constraint workspace_member_pkey; alter table hub.workspace_member alter column org_id drop not null
            new table                   | create table hub.bare (id int primary key)
            new table as a query        | create table hub.bare as select * from hub.member
            new table in migration      | create table migration.bare (id int primary key)
            recreated table             | create table hub.fresh (like hub.checkpoint including all); drop table hub.checkpoint; alter table hub.fresh rename to checkpoint
            child                       | create table hub.heir () inherits (hub.member)
            partition                   | create table hub.parts (org_id uuid not null, id int, primary key (org_id, id)) partition by list (org_id); call sec.protect('hub.parts', 'select'); create table hub.part partition of hub.parts default
            granted partition           | create table hub.parts (org_id uuid not null, id int, primary key (org_id, id)) partition by list (org_id); call sec.protect('hub.parts', 'select'); create table hub.part partition of hub.parts default; call sec.protect('hub.part', 'select')
            materialized view           | create materialized view hub.seen as select 1 as one
            plain view                  | create view hub.seen as select * from hub.member
            view, invoker turned off    | create view hub.seen with (security_invoker = true) as select * from hub.member; alter view hub.seen set (security_invoker = false)
            definer function            | create function hub.see() returns bigint language sql security definer return (select count(*) from hub.member)
            definer procedure           | create procedure hub.see() language plpgsql security definer as 'begin end'
            unique key without org_id   | create table hub.extra (org_id uuid not null, id uuid not null, name text, primary key (org_id, id)); call sec.protect('hub.extra', 'select'); alter table hub.extra add unique (name)
            unique index without org_id | create table hub.extra (org_id uuid not null, id uuid not null, name text, primary key (org_id, id)); call sec.protect('hub.extra', 'select'); create unique index on hub.extra (lower(name))
            org_id only included        | create table hub.extra (org_id uuid not null, id uuid not null, name text, primary key (org_id, id)); call sec.protect('hub.extra', 'select'); create unique index on hub.extra (name) include (org_id)
            foreign key without org_id  | alter table hub.lease add foreign key (org_id) references hub.organization (org_id), add column other uuid; alter table hub.organization add column alias uuid, add unique (alias); alter table hub.lease add foreign key (other) references hub.organization (alias)
            identity                    | alter table hub.lease add column counter bigint generated always as identity
            sequence                    | create sequence hub.numbers; grant usage on sequence hub.numbers to hub_app
            grant to public             | grant select on hub.member to public
            grant of a column           | grant select (name) on hub.member to public
            truncate                    | grant truncate on hub.member to hub_app
            with grant option           | grant select on hub.member to hub_app with grant option
            default privileges          | alter default privileges for role hub_owner in schema hub grant truncate on tables to hub_app; create table hub.extra (org_id uuid not null, id int, primary key (org_id, id)); call sec.protect('hub.extra', 'select')
            rule                        | create rule r as on insert to hub.member do also nothing
            disabled trigger            | alter table hub.run disable trigger approved
            disabled foreign keys       | alter table hub.run disable trigger all
            history                     | grant usage on schema migration to hub_app; grant select on migration.history to hub_app
            drop the guard              | drop event trigger migration_guard_end
            disable the guard           | alter event trigger migration_guard_end disable
            drop the guard's function   | drop function sec.guard_migration() cascade
            replace current_org         | create or replace function sec.current_org() returns uuid language sql stable return gen_random_uuid()
            volatile current_org        | alter function sec.current_org() volatile
            silence the guard           | set session_replication_role = replica
            silence event triggers      | set event_triggers = off; alter role hub_owner superuser
            empty the queue             | create table hub.bare (id int primary key); delete from sec.pending_check
            take the check early        | create table hub.extra (org_id uuid not null, id int, primary key (org_id, id)); set constraints all immediate
            append-only off             | alter table audit.event disable trigger append_only
            become the guard            | set role hub_guard
            bypass                      | alter role hub_app bypassrls
            samples                     | alter table hub.member alter column name set statistics 100; create statistics hub.s on org_id, name from hub.member; create materialized view hub.m as select 1
            """)
    void leavesNoTrace(String name, String migration) throws Exception {
        String before = catalog();
        assertThatThrownBy(() -> migrate(migration)).isInstanceOf(FlywayException.class)
                .hasMessageMatching(
                        "(?s).*(leaves the database unsafe|would weaken|permission denied|must be owner|must be able to|must have"
                                + "|must be superuser|not the owner|cannot drop|unrecognized configuration|does not exist|cannot be implemented|privileges).*");
        assertThat(catalog()).as(name).isEqualTo(before);
    }

    @Test
    void aGoodOneIsAppliedAndKeepsNoSample() throws Exception {
        assertThatCode(() -> migrate(GOOD + "create index on hub.extra (org_id, lower(name))"))
                .doesNotThrowAnyException();
        assertThat(SharedDatabaseQueries.superuser("select attname from sec.sampled_column")).isEmpty();
        try (Connection owner = SharedDatabase.ownerConnection(); Statement statement = owner.createStatement()) {
            statement.execute("drop table hub.extra");
            statement.execute("delete from migration.history where version = '999'");
        }
    }

    private void migrate(String sql) throws IOException {
        Files.writeString(folder.resolve("V999__case.sql"), sql);
        Flyway.configure().dataSource(SharedDatabase.ownerSource())
                .locations("classpath:dev/agenthub/db/migration", "filesystem:" + folder)
                .defaultSchema("migration").createSchemas(false).table("history").cleanDisabled(true).group(true).load()
                .migrate();
    }

    /** Everything of the catalog that a migration could have changed. */
    private static String catalog() throws SQLException {
        return String.join("\n", SharedDatabaseQueries.superuser(
                """
                        select concat_ws(' ', n.nspname, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.relowner::regrole, c.reloptions)
                          from pg_class c join pg_namespace n on n.oid = c.relnamespace
                         where n.nspname in ('hub', 'audit', 'sec', 'migration')
                        union all
                        select concat_ws(' ', p.polrelid::regclass, p.polname, p.polpermissive, p.polcmd, p.polroles, pg_get_expr(p.polqual, p.polrelid),
                               pg_get_expr(p.polwithcheck, p.polrelid)) from pg_policy p
                        union all
                        select concat_ws(' ', a.attrelid::regclass, a.attname, a.atttypid::regtype, a.attnotnull, a.attidentity, a.attacl)
                          from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
                         where n.nspname in ('hub', 'audit', 'sec', 'migration') and a.attnum > 0
                        union all
                        select concat_ws(' ', t.tgrelid::regclass, t.tgname, t.tgenabled) from pg_trigger t where not t.tgisinternal
                        union all
                        select concat_ws(' ', p.oid::regprocedure, p.prosecdef, p.provolatile, p.proowner::regrole, p.proacl, md5(p.prosrc))
                          from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('hub', 'audit', 'sec')
                        union all
                        select concat_ws(' ', e.evtname, e.evtenabled) from pg_event_trigger e
                        union all
                        select concat_ws(' ', version, success) from migration.history
                        union all
                        select concat_ws(' ', 'violation', object, rule) from sec.violation
                        order by 1"""));
    }
}
