package dev.agenthub.db.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.SharedDatabaseQueries;
import dev.agenthub.db.Thorough;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Questions about rows that the asker does not see, answered by something else than rows: by an error, a side effect, or a
 * line of EXPLAIN ANALYZE that comes only when a condition was evaluated on others' rows.
 *
 * <p>For every column of every table that the catalog knows there are pairs of conditions of which exactly one holds for a row of
 * somebody else's, and none for a row of the asker, who has none. Whatever the asker observes is the same for both.
 */
class OracleTest {
    private static final UUID NOBODY = UUID.fromString("00000000-0000-7000-8000-0000000009ff");

    private static final String NO_INDEX = "set local enable_indexscan = off; set local enable_indexonlyscan = off; set local enable_bitmapscan = off;";
    /** As a session is by default, by indexes and without, and with what it may say about costs. */
    private static final List<String> SETTINGS = List.of("", NO_INDEX, "set local enable_seqscan = off;",
            "set local enable_seqscan = off; set local enable_indexscan = off; set local enable_indexonlyscan = off; set local enable_bitmapscan = on;",
            "set local cpu_operator_cost = 1e6; set local random_page_cost = 0; set local enable_bitmapscan = on;",
            "set local cpu_operator_cost = 0; set local plan_cache_mode = force_generic_plan;");

    private static final List<String> STATEMENTS = List.of("select 1 from %1$s t where %2$s",
            "select count(*) from %1$s t where %2$s and case when org_id is null then true else (select set_config('oracle.ran', 'yes', true)) = 'yes' end",
            "select 1 from (select 1 offset 0) one left join lateral (select * from %1$s t where %2$s limit 1) x on true",
            "select exists (select from %1$s t where %2$s) or (select set_config('oracle.ran', 'yes', true)) is null",
            "select 1 from %1$s t tablesample system (100) where %2$s",
            "select 1 from %1$s t where ctid = any (array['(0,1)', '(0,2)', '(0,3)', '(0,4)', '(0,5)']::tid[]) and %2$s",
            "select 1 from %1$s t join (select 1 as one) o on %2$s or o.one = 2",
            "update %1$s t set org_id = org_id where %2$s", "delete from %1$s t where %2$s",
            "merge into %1$s t using (select 1 as one) o on %2$s when matched then delete");

    /**
     * Of these two one holds for somebody's row, and the other for nobody's.
     *
     * @param indexed whether an index has this column
     * @param alike   whether both are planned alike, so that whole plans can be compared
     */
    private record Question(String holds, String fails, boolean indexed, boolean alike) {}

    private static Attacker attacker;
    private static UUID org;
    private static UUID empty;

    @BeforeAll
    static void fill() throws SQLException {
        org = SharedDatabase.filledOrganization();
        empty = SharedDatabase.get().database().organizations().create("Empty", "test");
        attacker = Attacker.withEveryRight();
    }

    @AfterAll
    static void leave() throws SQLException {
        attacker.close();
    }

    static Stream<String> tables() throws SQLException {
        return CrossOrganizationTest.tables();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nothingTellsOfAnotherOrganization(String table) throws SQLException {
        ask(Attacker.withoutRows(table, empty), table, questions(table), SETTINGS, STATEMENTS);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nothingTellsOfWhatIsNotForThem(String table) throws SQLException {
        for (OrgContext context : List.of(OrgContext.agent(org, NOBODY), OrgContext.member(org, NOBODY, List.of()),
                OrgContext.auditor(org, NOBODY))) {
            attacker.beginAgain();
            attacker.in(context);
            if (closedTo(context, table)) {
                ask(context, table, questions(table), SETTINGS, STATEMENTS.subList(0, 7));
            } else if (attacker.one("select count(*) from " + table).equals("0")) {
                // What an index has of the organization's own rows it may tell: db/docs/what-sql-can-learn.md.
                List<Question> questions = questions(table).stream()
                        .filter(question -> !question.holds.contains("org_id")).toList();
                ask(context, table, questions, List.of(NO_INDEX), STATEMENTS.subList(0, 5));
                ask(context, table, questions.stream().filter(question -> !question.indexed).toList(), List.of(""),
                        STATEMENTS.subList(0, 5));
            }
        }
    }

    /** Whether no row of the table is for such an actor, whatever row it is: of these an index tells nothing either. */
    private static boolean closedTo(OrgContext context, String table) throws SQLException {
        String condition = attacker.one("select pg_get_expr(polqual, polrelid) from pg_policy"
                + " where polname = 'confined_select' and polrelid = '" + table + "'::regclass");
        return switch (context.kind()) {
            case AGENT -> condition.contains("acting_agent) IS NULL")
                    || !condition.matches(".*acting_(agent|workspaces|connectors).*|.* AND true\\)");
            case AUDITOR -> !condition.contains("reads_everything") && !condition.contains("acting_agent")
                    && !condition.endsWith("AND true)");
            default -> false;
        };
    }

    /** With policies as they once were the questions are answered: otherwise these tests would find nothing whatever they asked. */
    @Test
    void theOldFormOfPolicyTells() throws SQLException {
        List<Question> questions = questions("hub.session");
        attacker.beginAgain();
        attacker.run("reset role");
        attacker.run("set local session_replication_role = replica");
        attacker.run("update pg_proc set procost = 1 where oid = 'uuid_eq'::regproc");
        attacker.run("drop policy confined_select on hub.session");
        attacker.run("create policy confined_select on hub.session as restrictive for select to public"
                + " using (org_id = (select sec.current_org()))");
        attacker.run("set local session_replication_role = origin");
        attacker.run("set local role hub_app");
        List<String> answers = answers(OrgContext.system(empty), "hub.session", questions, List.of(NO_INDEX),
                STATEMENTS.subList(0, 2));
        for (String column : List.of("member_id", "secret_hash", "expires_at", "revoked_at")) {
            assertThat(answers).as(column).anyMatch(answer -> answer.contains("t." + column));
        }
        attacker.beginAgain();
    }

    private static void ask(OrgContext context, String table, List<Question> questions, List<String> settings,
            List<String> statements)
            throws SQLException {
        attacker.beginAgain();
        assertThat(answers(context, table, questions, settings, statements))
                .as(context.kind() + " about " + table).isEmpty();
    }

    /**
     * What was answered: the questions with what was observed for each of the two. Every question is asked once as a session is by
     * default and once without an index; of all other combinations a sample is, and each of them with -Pthorough.
     */
    private static List<String> answers(OrgContext context, String table, List<Question> questions,
            List<String> settings, List<String> statements) throws SQLException {
        List<String> answers = new ArrayList<>();
        Random random = new Random(table.hashCode());
        attacker.in(context);
        for (String setting : settings) {
            String asked = attacker.probe(() -> {
                attacker.run(setting + "select set_config('oracle.ran', '', true)");
                for (String statement : statements) {
                    for (Question question : chosen(questions, setting, statement, random)) {
                        String ifHolds = observe(statement.formatted(table, question.holds), question.alike);
                        String ifNot = observe(statement.formatted(table, question.fails), question.alike);
                        if (!ifHolds.equals(ifNot) && (question.alike
                                || nodes(statement.formatted(table, question.holds))
                                        .equals(nodes(statement.formatted(table, question.fails))))) {
                            answers.add(setting + statement.formatted(table, question.holds) + "\n" + ifHolds
                                    + "\nbut otherwise\n" + ifNot);
                        }
                    }
                }
            });
            assertThat(asked).isEqualTo(Attacker.WORKS);
        }
        return answers;
    }

    /** What the planner chose before it met any row: a partial index, for one of the two, tells only how the question was worded. */
    private static List<String> nodes(String statement) throws SQLException {
        return attacker.run("explain (costs off) " + statement).stream()
                .filter(line -> !line.contains(" Cond: ") && !line.contains(" Filter: ")).toList();
    }

    private static List<Question> chosen(List<Question> questions, String setting, String statement, Random random) {
        boolean all = Thorough.ON || questions.isEmpty()
                || (setting.isEmpty() && statement.equals(STATEMENTS.getFirst()))
                || (setting.equals(NO_INDEX) && statement.equals(STATEMENTS.get(1)));
        return all ? questions : List.of(questions.get(random.nextInt(questions.size())));
    }

    /** Everything that the statement lets be seen: with a context, and without one, where an error comes when a row asks for it. */
    private static String observe(String statement, boolean alike) throws SQLException {
        List<String> seen = new ArrayList<>();
        String explain = "explain (analyze, verbose, buffers %s, costs off, timing off, summary off) %s"
                .formatted(Thorough.ON, statement);
        String asked = attacker.outcome(() -> {
            if (Thorough.ON) {
                // Fills caches, so that what the second run touches is what the statement needs.
                attacker.run(explain);
            }
            attacker.run(explain + "; select current_setting('oracle.ran')").stream().filter(line -> !repeats(line))
                    .map(line -> alike ? line : line.replaceAll(".*(?=\\((actual|never))", ""))
                    .filter(line -> alike || line.matches("\\(.*|.* Removed .*|yes")).forEach(seen::add);
        });
        assertThat(asked).as(statement).isEqualTo(Attacker.WORKS);
        // Only the first error of a function in a session does not name its expression.
        seen.add(attacker.probe(() -> {
            attacker.contextByTheServer("");
            seen.addAll(attacker.run(statement));
        }).replaceAll("(?:PL/pg)?SQL expression .*\\R", ""));
        attacker.run("select set_config('oracle.ran', '', true)");
        return String.join("\n", seen);
    }

    private static boolean repeats(String line) {
        return line.contains(" Cond: ") || line.contains(" Filter: ") || line.contains("Output: ")
        // Of planning, which asks the catalog and no row.
                || line.startsWith("Planning") || line.startsWith("  Buffers");
    }

    private static List<Question> questions(String table) throws SQLException {
        List<Question> questions = new ArrayList<>();
        for (String column : SharedDatabaseQueries.superuser(
                """
                        select concat_ws('|', quote_ident(a.attname), format_type(a.atttypid, null), a.attnotnull,
                               exists (select from pg_index i where i.indrelid = a.attrelid
                                    and (a.attnum = any (i.indkey) or pg_get_expr(i.indpred, i.indrelid) ~ ('\\m' || a.attname || '\\M'))))
                          from pg_attribute a where a.attrelid = '%s'::regclass and a.attnum > 0 and not a.attisdropped"""
                        .formatted(table))) {
            String[] parts = column.split("\\|", -1);
            String t = "t." + parts[0];
            String type = parts[1];
            boolean indexed = parts[3].equals("t");
            if (parts[2].equals("f")) {
                questions.add(new Question(t + " is null", t + " is not null", indexed, false));
            }
            if (type.equals("boolean")) {
                questions.add(new Question(t, "not " + t, indexed, false));
            }
            if (type.endsWith("[]")) {
                questions.add(new Question(t + "[1] is null", t + "[1] is not null", indexed, false));
            } else if (!type.startsWith("json")) {
                for (String greatest : SharedDatabaseQueries
                        .superuser("select quote_literal(" + parts[0] + "::text) from " + table
                                + " where " + parts[0] + " is not null order by " + parts[0] + " desc limit 1")) {
                    String value = greatest + "::" + type;
                    questions.add(new Question(t + " >= any (array[" + value + "])",
                            t + " > any (array[" + value + "])", indexed, true));
                    questions.add(new Question(t + " >= " + value, t + " > " + value, indexed, true));
                    questions.add(new Question("not (" + t + " < " + value + ")", "not (" + t + " <= " + value + ")",
                            indexed, true));
                    questions.add(new Question("case when " + t + " >= " + value + " then true else false end",
                            "case when " + t + " > " + value + " then true else false end", indexed, true));
                }
            }
        }
        return questions;
    }
}
