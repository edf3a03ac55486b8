package dev.agenthub.db.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main process of a cluster's running server, found by the file that PostgreSQL keeps about it. */
record Postmaster(ProcessHandle process) {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(2);

    /** Empty when the process is gone, or when its number is another process's by now. */
    static Optional<Postmaster> of(Path cluster) {
        Path file = file(cluster);
        try {
            // Its process, its folder, and when it started, in seconds.
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() < 3) {
                return Optional.empty();
            }
            Instant start = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(Postmaster::isPostgres)
                    .filter(process -> serves(process, cluster, start)).map(Postmaster::new);
        } catch (IOException | NumberFormatException e) {
            LOG.debug("No readable pid file", e);
            return Optional.empty();
        }
    }

    static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /**
     * Ends what a main process that was killed has left of a cluster's server: one that computes does not notice,
     * and holds the shared memory that the next server would have to itself. Recovery copes with whatever they
     * were doing. Where the system does not say in which folder a process works, they have to end by themselves.
     */
    static void endRemnants(Path cluster, Duration patience) {
        List<Postmaster> remnants = ProcessHandle.allProcesses().filter(Postmaster::isPostgres)
                .filter(process -> worksIn(process, cluster)).map(Postmaster::new).toList();
        remnants.forEach(remnant -> remnant.process.destroyForcibly());
        remnants.forEach(remnant -> remnant.endsWithin(patience));
    }

    boolean isRunning() {
        return isPostgres(process);
    }

    boolean endsWithin(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isRunning()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return true;
    }

    /** Not so for a zombie, which has ended but is reaped by nobody. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.isAlive() && program(process).contains("postgres");
    }

    /** Of another account's process, even root may see no more than what it calls itself. */
    private static String program(ProcessHandle process) {
        return process.info().command().orElseGet(() -> {
            try {
                return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"),
                        StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                return "";
            }
        });
    }

    private static boolean worksIn(ProcessHandle process, Path cluster) {
        try {
            return Files.isSameFile(folder(process), cluster);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path folder(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()), "cwd");
    }

    /** A server works in its cluster's folder; where that cannot be seen, it started when its file says. */
    private static boolean serves(ProcessHandle process, Path cluster, Instant start) {
        try {
            return Files.isSameFile(folder(process), cluster);
        } catch (IOException e) {
            return process.info().startInstant()
                    .map(actual -> Duration.between(start, actual).abs().compareTo(CLOCK_TOLERANCE) < 0).orElse(false);
        }
    }
}
