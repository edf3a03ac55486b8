package dev.agenthub.db.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.connection.UuidV7;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.Test;

class OrgTransactionsTest {
    private final OrgTransactions transactions = SharedDatabase.get().database().transactions();
    private final Organizations organizations = SharedDatabase.get().database().organizations();
    private final UUID org = organizations.create("Ours", "test");
    private final UUID other = organizations.create("Other", "test");
    private final OrgContext context = OrgContext.system(org);

    @Test
    void seesOneOrganization() {
        List<UUID> seen = transactions.call(context,
                handle -> handle.createQuery("select org_id from organization").mapTo(UUID.class).list());
        assertThat(seen).containsExactly(org);
    }

    @Test
    void theDirectoryListsAllOfThem() {
        assertThat(organizations.all()).containsSubsequence(org, other);
    }

    @Test
    void refusesAnOrganizationWhoseDeploymentCannotBeAnOrigin() {
        assertThatThrownBy(() -> organizations.create("Ours", "a/b"))
                .isInstanceOf(UnableToExecuteStatementException.class);
        assertThatThrownBy(() -> organizations.create("Ours", ""))
                .isInstanceOf(UnableToExecuteStatementException.class);
    }

    @Test
    void repeatsNothingThatWasBoundInTheMessageOfAFailure() {
        assertThatThrownBy(() -> transactions.run(context, handle -> handle
                .createUpdate("insert into nowhere values (:secret)").bind("secret", "hunter2").execute()))
                .hasMessageContaining("nowhere").hasMessageNotContaining("hunter2");
    }

    @Test
    void commitsWhenTheWorkReturns() {
        addWorkspace("kept");
        assertThat(workspaces()).containsExactly("kept");
    }

    @Test
    void rollsBackWhateverIsThrownAndPassesItOn() {
        IOException checked = new IOException("checked");
        assertThatThrownBy(() -> transactions.run(context, handle -> {
            insertWorkspace(handle, "lost");
            throw checked;
        })).isSameAs(checked);
        assertThatThrownBy(() -> transactions.run(context, handle -> {
            insertWorkspace(handle, "lost too");
            throw new AssertionError("error");
        })).isInstanceOf(AssertionError.class);
        assertThat(workspaces()).isEmpty();
    }

    @Test
    void doesNotNest() {
        assertThatThrownBy(() -> transactions.run(context, handle -> transactions.run(context, inner -> {})))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("nest");
        assertThatThrownBy(() -> transactions.run(context, handle -> organizations.all()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void callsTogetherAreOneTransaction() {
        List<String> followed = new ArrayList<>();
        assertThatThrownBy(() -> transactions.together(context, _ -> {
            addWorkspace("lost", followed);
            throw new IOException("checked");
        })).isInstanceOf(IOException.class);
        assertThat(workspaces()).isEmpty();
        assertThat(followed).isEmpty();

        List<String> seen = transactions.together(context, handle -> {
            insertWorkspace(handle, "first");
            addWorkspace("second", followed);
            assertThat(followed).as("before the commit").isEmpty();
            return workspaces();
        });
        assertThat(seen).containsExactlyInAnyOrder("first", "second");
        assertThat(workspaces()).containsExactlyInAnyOrder("first", "second");
        assertThat(followed).containsExactly("second");
    }

    @Test
    void aCallThatFailsTogetherWithOthersIsUndoneAlone() {
        transactions.together(context, _ -> {
            addWorkspace("first");
            assertThatThrownBy(() -> transactions.run(context, handle -> {
                insertWorkspace(handle, "lost");
                insertWorkspace(handle, "first");
            })).isInstanceOf(UnableToExecuteStatementException.class);
            addWorkspace("second");
            return true;
        });
        assertThat(workspaces()).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void callsTogetherNeitherNestNorReachSomebodyElse() {
        assertThatThrownBy(() -> transactions.together(context, _ -> transactions.call(context, _ -> workspaces())))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("nest");
        for (OrgContext foreign : List.of(OrgContext.system(other), OrgContext.member(org, org))) {
            assertThatThrownBy(() -> transactions.together(context, _ -> transactions.call(foreign, _ -> true)))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(workspaces()).as("afterwards").isEmpty();
    }

    private void addWorkspace(String name, List<String> followed) {
        transactions.run(context, handle -> {
            insertWorkspace(handle, name);
            handle.afterCommit(() -> followed.add(name));
        });
    }

    @Test
    void aHandleThatCommitsOnItsOwnHasNoOrganizationAnyMore() {
        assertThatThrownBy(() -> transactions.run(context, handle -> {
            handle.commit();
            handle.createQuery("select org_id from organization").mapTo(UUID.class).list();
        })).isInstanceOf(UnableToExecuteStatementException.class).hasMessageContaining("no organization context");
    }

    @Test
    void theSameIdInAnotherOrganizationIsAnotherRow() {
        UUID id = UuidV7.next();
        for (UUID each : List.of(org, other)) {
            transactions.run(OrgContext.system(each),
                    handle -> handle.execute("insert into workspace values (?, ?, 'Same')", each, id));
        }
        transactions.run(context, handle -> handle.execute("update workspace set name = 'Changed'"));
        assertThat(transactions.<String, RuntimeException>call(OrgContext.system(other),
                handle -> handle.createQuery("select name from workspace").mapTo(String.class).one()))
                .isEqualTo("Same");
    }

    @Test
    void aForeignKeyDoesNotReachAnotherOrganization() {
        UUID member = UuidV7.next();
        transactions.run(OrgContext.system(other),
                handle -> handle.execute("insert into member (org_id, id, name) values (?, ?, 'Theirs')", other,
                        member));
        assertThatThrownBy(() -> transactions.run(context,
                handle -> handle.execute("insert into member_role values (?, ?, 'owner')", org, member)))
                .hasMessageContaining("foreign key").hasMessageNotContaining("Theirs");
    }

    @Test
    void nothingOfASessionIsLeftForTheNext() {
        int process = transactions.call(context, handle -> {
            handle.execute("set search_path = audit");
            handle.execute("set session agenthub.note = 'left'");
            handle.execute("prepare \"S_1\" as select 'stolen'");
            handle.execute("declare held cursor with hold for select 1");
            handle.execute("listen gossip");
            return pid(handle);
        });
        List<String> left = new ArrayList<>();
        int next = transactions.call(OrgContext.system(other), handle -> {
            left.addAll(texts(handle, "select 'cursor ' || name from pg_cursors where is_holdable"));
            left.addAll(texts(handle, "select 'statement ' || name from pg_prepared_statements where from_sql"));
            left.addAll(texts(handle, "select 'channel ' || c from pg_listening_channels() c"));
            left.addAll(
                    texts(handle, "select 'note ' || s from current_setting('agenthub.note', true) s where s <> ''"));
            left.addAll(texts(handle,
                    "select 'path ' || s from current_setting('search_path') s where s <> 'pg_catalog, hub'"));
            return pid(handle);
        });
        assertThat(next).isEqualTo(process);
        assertThat(left).isEmpty();
    }

    private static final String NAMES = "select name from workspace order by name";

    @Test
    void theProgramsOwnStatementsStayPreparedAndTellEachOrganizationItsOwn() {
        addWorkspace("ours");
        transactions.run(OrgContext.system(other), handle -> handle
                .execute("insert into workspace values (?, ?, 'theirs')", other, UuidV7.next()));
        for (int turn = 0; turn < 12; turn++) {
            assertThat(texts(context, NAMES)).containsExactly("ours");
            assertThat(texts(OrgContext.system(other), NAMES)).containsExactly("theirs");
        }
        assertThat(texts(context,
                "select (generic_plans > 0)::text from pg_prepared_statements where statement = '" + NAMES + "'"))
                .as("planned for every organization at once").containsExactly("true");
    }

    @Test
    void noStatementStaysPreparedAfterOneThatIsNotTheProgramsOwn() {
        addWorkspace("ours");
        assertThat(texts(context, NAMES)).containsExactly("ours");
        transactions.run(OrgContext.system(other), handle -> {
            List<String> prepared = texts(handle, "select name from pg_prepared_statements where statement <> ''");
            assertThat(prepared).isNotEmpty();
            handle.execute("deallocate all");
            for (String name : prepared) {
                handle.execute("prepare \"" + name + "\" as select 'stolen'");
            }
        });
        assertThat(
                texts(context, "select name from pg_prepared_statements where from_sql or statement = '" + NAMES + "'"))
                .isEmpty();
        assertThat(texts(context, NAMES)).containsExactly("ours");
    }

    @Test
    void whatWasPreparedUnderSettingsOfSomebodyElseIsPreparedAnew() {
        String isNull = "select coalesce((1 = null)::text, 'unknown')";
        String injected = "set transform_null_equals to ".concat("on");
        assertThat(transactions.<List<String>, RuntimeException>call(OrgContext.system(other), handle -> {
            handle.execute(injected);
            return texts(handle, isNull);
        })).containsExactly("false");
        assertThat(texts(context, isNull)).containsExactly("unknown");
    }

    @Test
    void aTransactionThatPostgresqlGaveUpIsNotTakenForCommitted() {
        UUID id = UuidV7.next();
        assertThatThrownBy(() -> transactions.run(context, handle -> {
            handle.execute("insert into workspace values (?, ?, 'Lost')", org, id);
            assertThatThrownBy(() -> handle.execute("select 1 / 0"));
        })).isInstanceOf(TransactionException.class);
        assertThat(transactions.<Integer, RuntimeException>call(context,
                handle -> handle.createQuery("select count(*) from workspace where id = :id").bind("id", id)
                        .mapTo(Integer.class).one()))
                .isZero();
    }

    @Test
    void nothingIsLeftOfWhatRanAfterACommitOfItsOwn() {
        List<Integer> process = new ArrayList<>();
        assertThatThrownBy(() -> transactions.run(context, handle -> {
            process.add(pid(handle));
            handle.commit();
            handle.execute("set session agenthub.note = 'left'");
            throw new IllegalStateException("stop");
        })).hasMessage("stop");
        assertThat(transactions.<List<String>, RuntimeException>call(OrgContext.system(other), handle -> {
            assertThat(process).containsExactly(pid(handle));
            return texts(handle, "select 'note ' || s from current_setting('agenthub.note', true) s where s <> ''");
        })).isEmpty();
    }

    @Test
    void aPlanThatWasMadeForOneOrganizationServesAnother() {
        for (int i = 0; i < 12; i++) {
            UUID asked = i % 2 == 0 ? org : other;
            assertThat(transactions.<List<UUID>, RuntimeException>call(OrgContext.system(asked), handle -> {
                for (int again = 0; again < 6; again++) {
                    handle.createQuery("select org_id from organization").mapTo(UUID.class).list();
                }
                return handle.createQuery("select org_id from organization").mapTo(UUID.class).list();
            })).containsExactly(asked);
        }
    }

    private void addWorkspace(String name) {
        transactions.run(context, handle -> insertWorkspace(handle, name));
    }

    private void insertWorkspace(Handle handle, String name) {
        handle.execute("insert into workspace values (?, ?, ?)", org, UuidV7.next(), name);
    }

    private List<String> workspaces() {
        return transactions.call(context, handle -> texts(handle, "select name from workspace"));
    }

    private List<String> texts(OrgContext as, String sql) {
        return transactions.call(as, handle -> texts(handle, sql));
    }

    private static List<String> texts(Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(String.class).list();
    }

    private static int pid(Handle handle) {
        return handle.createQuery("select pg_backend_pid()").mapTo(Integer.class).one();
    }
}
