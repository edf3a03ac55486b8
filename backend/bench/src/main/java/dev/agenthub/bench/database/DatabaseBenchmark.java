package dev.agenthub.bench.database;

import dev.agenthub.bench.Benchmark;
import dev.agenthub.bench.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The embedded database at work for many clients at once, every commit on disk, against plain tables of the same server. */
public final class DatabaseBenchmark implements Benchmark {

    private static final String APPEND = "append, 64 organizations, 16 clients";
    private static final String APPEND_HUNDRED = "append by 100, 64 organizations, 16 clients";
    private static final String APPEND_HOT = "append by 3, one organization, 16 clients";
    private static final String READ = "read a row in a transaction, 16 clients";
    private static final String READ_TEN = "read ten rows in a transaction, 16 clients";
    private static final String PAGE = "page of 100 of 1,000,000 rows, 16 clients";
    private static final String COUNT = "count 62,500 of 1,000,000 rows by state, 16 clients";
    private static final String INSERT = "plain INSERT";
    private static final String SELECT = "without row-level security";

    private static final int STEP = 3;
    private static final int TURNS = 7;
    private static final long SLICE = Duration.ofSeconds(1).toNanos();

    private @Nullable Server server;
    private @Nullable Appends appends;
    private @Nullable Reads reads;

    @Override
    public List<String> names() {
        return List.of(APPEND, APPEND_HOT, APPEND_HUNDRED, READ, READ_TEN, PAGE, COUNT);
    }

    @Override
    public Row measure(String name) throws Exception {
        return switch (name) {
            case APPEND -> appends(name, 1);
            case APPEND_HUNDRED -> appends(name, 100);
            case APPEND_HOT -> appendsToOne(name);
            case READ -> reads(name, 1);
            case READ_TEN -> reads(name, 10);
            case PAGE -> pages(name);
            case COUNT -> counts(name);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Row appends(String name, int count) throws Exception {
        Appends work = appends();
        return inTurns(name, count, "events", INSERT, (client, turn) -> work.append(organization(client, turn), count),
                (client, turn) -> work.insert(organization(client, turn), count));
    }

    /** As many events in each commit as a call's end has; the log's lock lets one client at a time commit. */
    private Row appendsToOne(String name) throws Exception {
        Appends work = appends();
        UUID org = server().organizations().getLast();
        return inTurns(name, STEP, "events", INSERT, (_, _) -> work.append(org, STEP),
                (_, _) -> work.insert(org, STEP));
    }

    private Row reads(String name, int count) throws Exception {
        Reads work = reads();
        return inTurns(name, count, "rows", SELECT, (client, turn) -> work.ours(client, turn, count),
                (client, turn) -> work.plain(client, turn, count));
    }

    private Row pages(String name) throws Exception {
        Reads work = reads();
        return inTurns(name, 1, "pages", SELECT, work::ourPage, work::plainPage);
    }

    private Row counts(String name) throws Exception {
        Reads work = reads();
        return inTurns(name, 1, "counts", SELECT, (client, _) -> work.ourCounts(client),
                (client, _) -> work.plainCounts(client));
    }

    private Appends appends() throws IOException, SQLException {
        if (appends == null) {
            appends = new Appends(server());
        }
        return appends;
    }

    private Reads reads() throws IOException, SQLException {
        if (reads == null) {
            reads = new Reads(server());
        }
        return reads;
    }

    /** Each client goes through all of them, no two at the same one at once. */
    private UUID organization(int client, long turn) throws IOException, SQLException {
        List<UUID> organizations = server().organizations();
        return organizations.get((int) ((client * 4L + turn) % organizations.size()));
    }

    private static Row inTurns(String name, int count, String unit, String baseline, Clients.Work ours,
            Clients.Work theirs) throws Exception {
        double[] rates = new double[TURNS];
        double[] baselines = new double[TURNS];
        try (Clients clients = new Clients(Server.CONNECTIONS)) {
            clients.perSecond(ours, 2 * SLICE);
            clients.perSecond(theirs, 2 * SLICE);
            for (int i = 0; i < TURNS; i++) {
                rates[i] = count * clients.perSecond(ours, SLICE);
                baselines[i] = count * clients.perSecond(theirs, SLICE);
            }
        }
        return Row.ofRates(name, middle(rates), baseline, middle(baselines), unit, "");
    }

    private static double middle(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private Server server() throws IOException, SQLException {
        if (server == null) {
            server = Server.start();
        }
        return server;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
