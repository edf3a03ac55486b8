package dev.agenthub.db.postgres;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from the server's log why it did not start. The log is always in English, because the server's locale is C. */
final class PostgresLog {
    private static final List<String> CORRUPT = List.of("could not locate a valid checkpoint record", "pg_control",
            "invalid page in block", "page verification failed", "could not open directory \"pg_",
            "is not a valid data directory",
            "invalid checkpoint record", "could not access status of transaction", "could not open file \"global/",
            "incorrect checksum in control file", "database files are incompatible with server",
            "could not open relation mapping file",
            "invalid primary checkpoint record");

    private static final Pattern COMPLAINT = Pattern.compile("(?:PANIC|FATAL|ERROR|error):\\s+(.*)");

    private PostgresLog() {}

    static String since(Path log, long position) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(Math.min(position, file.length()), file.length() - 100_000));
            byte[] text = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(text);
            return new String(text, StandardCharsets.UTF_8);
        }
    }

    static boolean saysPortIsTaken(String text) {
        return text.contains("could not bind IPv4 address") || text.contains("could not create any TCP/IP sockets");
    }

    /** One that is still ending, or one that a killed program was just starting. */
    static boolean saysAnotherServerIsThere(String text) {
        return text.contains("pre-existing shared memory block")
                || text.contains("lock file \"postmaster.pid\" already exists");
    }

    /** Its main process says so itself, at the beginning of a line: what others say of data stands behind their own numbers. */
    static boolean saysStopWasAskedFor(String text, long process) {
        Pattern line = Pattern.compile("^\\S+ \\S+ \\S+ \\[" + process
                + "\\] LOG:\\s+received (?:smart|fast|immediate) shutdown request", Pattern.MULTILINE);
        return line.matcher(text).find();
    }

    static boolean saysCorrupt(String text) {
        return CORRUPT.stream().anyMatch(text::contains);
    }

    /** What the first complaint says: later ones tend to be its consequences. Without one, the last line. */
    static String reason(String text) {
        List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.stream().map(COMPLAINT::matcher).filter(Matcher::find).map(complaint -> complaint.group(1))
                .findFirst()
                .orElse(lines.isEmpty() ? "no reason was given" : lines.getLast());
    }
}
