package dev.agenthub.db.postgres;

import dev.agenthub.db.failure.Failures;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.files.DurableFile;
import dev.agenthub.files.PrivateFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL server process of one data folder: creates its cluster, starts it on a free loopback port, recovers
 * what a crash left, stops it.
 *
 * <p>The caller holds the folder's instance lock, so whatever server still runs on this cluster is an orphan.
 */
public final class PostgresServer {
    public static final String SUPERUSER = "hub_admin";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final String UNFINISHED = "cluster.unfinished-";
    private static final int PORT_ATTEMPTS = 5;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final Duration REMNANT_PATIENCE = Duration.ofSeconds(10);

    private final PostgresPrograms programs;
    private final Path cluster;
    private final Path log;
    private final long logStart;
    private final int port;
    private final Postmaster postmaster;

    private PostgresServer(PostgresPrograms programs, Path cluster, Path log, long logStart, int port,
            Postmaster postmaster) {
        this.programs = programs;
        this.cluster = cluster;
        this.log = log;
        this.logStart = logStart;
        this.port = port;
        this.postmaster = postmaster;
    }

    /**
     * Starts the server of a data folder, after creating its cluster if it has none.
     *
     * @param password a file that holds the superuser's password, for the first start
     */
    public static PostgresServer start(Path folder, PostgresBinaries binaries, Path password) throws IOException {
        Path home = folder.resolve("postgres");
        Path logs = folder.resolve("logs");
        PrivateFolders.createOrNarrow(home);
        PrivateFolders.createOrNarrow(logs);
        Commands commands = new Commands(folder, logs.resolve("postgres-start.log"));
        ProgramUser user = ProgramUser.choose(commands);
        user.admit(folder, home);
        PostgresBinaries reachable = user.reaches(binaries.program("postgres"))
                ? binaries
                : PostgresBinaries.unpackedIn(home);
        PostgresPrograms programs = new PostgresPrograms(reachable, user, commands);
        Path cluster = home.resolve("cluster");
        Path log = logs.resolve("postgres.log");
        if (!Files.exists(cluster)) {
            create(programs, localeOptions(binaries), user, cluster, password);
        }
        requireSameMajorVersion(cluster, reachable);
        stopOrphan(programs, cluster);
        PostgresConfiguration.write(cluster, user);
        user.own(cluster);
        prepare(log);
        return launch(programs, cluster, log, OptionalInt.empty());
    }

    /**
     * Starts it anew on the same port, after its main process ended.
     *
     * @throws StartupException with a stable code, when it cannot start
     */
    PostgresServer again() throws IOException {
        Postmaster.endRemnants(cluster, REMNANT_PATIENCE);
        stopOrphan(programs, cluster);
        return launch(programs, cluster, log, OptionalInt.of(port));
    }

    public int port() {
        return port;
    }

    Path log() {
        return log;
    }

    boolean isRunning() {
        return postmaster.isRunning();
    }

    /** Whether the server ended on request, according to its log. */
    boolean wasStopped() throws IOException {
        return PostgresLog.saysStopWasAskedFor(PostgresLog.since(log, logStart), postmaster.process().pid());
    }

    /** The process id of the server's main process. */
    public long pid() {
        return postmaster.process().pid();
    }

    /** Whether the server's log reports a full disk since its start; clients may have received another error. */
    public boolean metFullDisk() {
        try {
            return Failures.isDiskFull(PostgresLog.since(log, logStart));
        } catch (IOException e) {
            return false;
        }
    }

    public void stop() {
        try {
            stop(programs, cluster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Unicode's rules of upper and lower case, the same on every system, where PostgreSQL brings them; tests also run on older releases.
     */
    private static List<String> localeOptions(PostgresBinaries binaries) {
        return Integer.parseInt(binaries.majorVersion()) < 17
                ? List.of("--locale=C")
                : List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
    }

    /** The cluster appears by one rename when it is complete; what interrupted attempts left is thrown away. */
    private static void create(PostgresPrograms programs, List<String> locale, ProgramUser user, Path cluster,
            Path password)
            throws IOException {
        Path home = cluster.resolveSibling(".").normalize();
        removeUnfinished(home);
        Path unfinished = Files.createTempDirectory(home, UNFINISHED);
        user.own(unfinished);
        // The secrets are ours alone; its own copy lives as long as the program that reads it.
        Path copy = home.resolve(UNFINISHED + "password");
        Commands.Result result;
        try {
            DurableFile.createPrivately(copy, Files.readString(password));
            user.own(copy);
            result = programs.run("initdb", Stream.concat(locale.stream(), Stream.of(
                    "--pgdata=" + programs.relative(unfinished), "--username=" + SUPERUSER,
                    "--pwfile=" + programs.relative(copy), "--auth-local=scram-sha-256", "--auth-host=scram-sha-256",
                    "--encoding=UTF8", "--data-checksums", "--no-instructions")).toArray(String[]::new));
        } finally {
            Files.deleteIfExists(copy);
        }
        if (!result.succeeded()) {
            PostgresBinaries.deleteTree(unfinished);
            throw failed("The database could not be created", result.output());
        }
        Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
        if (!PostgresBinaries.isWindows()) {
            try (FileChannel folder = FileChannel.open(home, StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private static void removeUnfinished(Path home) throws IOException {
        try (DirectoryStream<Path> attempts = Files.newDirectoryStream(home, UNFINISHED + "*")) {
            for (Path attempt : attempts) {
                PostgresBinaries.deleteTree(attempt);
            }
        } catch (NoSuchFileException | DirectoryNotEmptyException e) {
            LOG.debug("An interrupted creation is still at work; it ends by itself", e);
        }
    }

    private static void requireSameMajorVersion(Path cluster, PostgresBinaries binaries) throws IOException {
        Path file = cluster.resolve("PG_VERSION");
        if (!Files.isRegularFile(file)) {
            throw new StartupException("DATABASE_CORRUPT",
                    "The database in " + cluster + " is damaged: " + file.getFileName()
                            + " is missing. Restore the folder from a backup.");
        }
        String found = Files.readString(file).strip();
        if (!found.equals(binaries.majorVersion())) {
            throw new StartupException("DATABASE_VERSION_MISMATCH",
                    "The database in " + cluster + " was made by PostgreSQL " + found
                            + ", this is PostgreSQL " + binaries.majorVersion() + ".");
        }
    }

    private static void stopOrphan(PostgresPrograms programs, Path cluster) throws IOException {
        Optional<Postmaster> orphan = Postmaster.of(cluster);
        if (orphan.isPresent()) {
            LOG.info("Stopping the database that an earlier run left behind ({})", orphan.get().process());
            stop(programs, cluster);
        }
        // Its process is gone, or is somebody else's by now; PostgreSQL would refuse to start in the second case.
        Files.deleteIfExists(Postmaster.file(cluster));
    }

    private static void stop(PostgresPrograms programs, Path cluster) throws IOException {
        Optional<Postmaster> running = Postmaster.of(cluster);
        if (running.isEmpty()) {
            return;
        }
        Postmaster postmaster = running.get();
        for (String mode : List.of("fast", "immediate")) {
            Commands.Result result = programs.run("pg_ctl", "-D", programs.relative(cluster), "-m", mode, "-w", "-t",
                    Long.toString(STOP_PATIENCE.toSeconds()), "stop");
            if (postmaster.endsWithin(result.succeeded() ? Duration.ofSeconds(5) : Duration.ZERO)) {
                return;
            }
        }
        // One that was started as another user does not hear these programs.
        programs.interruptAsOurselves(postmaster.process());
        if (postmaster.endsWithin(STOP_PATIENCE)) {
            return;
        }
        postmaster.process().destroyForcibly();
        if (!postmaster.endsWithin(STOP_PATIENCE)) {
            throw new StartupException("DATABASE_START_FAILED",
                    "The database process " + postmaster.process().pid() + " does not stop.");
        }
    }

    /** @param kept the port that it has to have; a free one where there is none */
    private static PostgresServer launch(PostgresPrograms programs, Path cluster, Path log, OptionalInt kept)
            throws IOException {
        long deadline = System.nanoTime() + REMNANT_PATIENCE.toNanos();
        String output = "";
        for (int attempt = 1; attempt <= PORT_ATTEMPTS;) {
            int port = kept.isPresent() ? kept.getAsInt() : freePort();
            long before = Files.size(log);
            Commands.Result result = programs.runInto(log, "pg_ctl", "--silent", "-D", programs.relative(cluster), "-w",
                    "-t", "120", "-o", "-p " + port, "start");
            if (result.succeeded()) {
                Postmaster postmaster = Postmaster.of(cluster)
                        .orElseThrow(() -> failed("The database ended as soon as it had started", ""));
                return new PostgresServer(programs, cluster, log, before, port, postmaster);
            }
            output = PostgresLog.since(log, before) + result.output();
            if (PostgresLog.saysAnotherServerIsThere(output) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                stopOrphan(programs, cluster);
            } else if (PostgresLog.saysPortIsTaken(output)) {
                attempt++;
            } else {
                break;
            }
        }
        throw failed("The database did not start", output + "\nSee " + log);
    }

    private static StartupException failed(String sentence, String output) {
        String message = sentence + ": " + PostgresLog.reason(output);
        if (Failures.isDiskFull(output)) {
            return new StartupException("DISK_FULL", message);
        }
        if (PostgresLog.saysPortIsTaken(output)) {
            return new StartupException("PORT_BUSY", message);
        }
        return new StartupException(PostgresLog.saysCorrupt(output) ? "DATABASE_CORRUPT" : "DATABASE_START_FAILED",
                message);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[]{127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    private static void prepare(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > 1_000_000) {
            Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log)) {
            DurableFile.createPrivately(log, "");
        }
    }
}
