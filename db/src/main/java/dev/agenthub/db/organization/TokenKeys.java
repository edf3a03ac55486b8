package dev.agenthub.db.organization;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that signs organization tokens: the newest in the folder of secrets. It is read again while the backend serves, so that a
 * rotation takes effect. Thread-safe.
 */
public final class TokenKeys {
    private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);
    private static final String NAME = "database-token-key";
    private static final Pattern FILE = Pattern.compile(NAME + "(?:-([1-9][0-9]{0,8}))?");
    private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final Secrets secrets;
    private volatile Seen seen;

    private record Seen(OrgToken tokens, FileTime changed, long looked) {}

    public TokenKeys(Secrets secrets) throws IOException {
        this.secrets = secrets;
        this.seen = read();
    }

    /** The newest key, as read at most a second ago. */
    public OrgToken current() {
        Seen now = seen;
        if (System.nanoTime() - now.looked > LOOK_EVERY) {
            look(now, false);
        }
        return seen.tokens;
    }

    /** Reads the newest key now, because the database has refused the current one. */
    public OrgToken afterRefusal() {
        look(seen, true);
        return seen.tokens;
    }

    private void look(Seen before, boolean thoroughly) {
        try {
            seen = thoroughly || !Files.getLastModifiedTime(secrets.folder()).equals(before.changed)
                    ? read()
                    : new Seen(before.tokens, before.changed, System.nanoTime());
        } catch (IOException | StartupException e) {
            LOG.warn("The database's token key cannot be read again; the one in use stays in use", e);
            seen = new Seen(before.tokens, before.changed, System.nanoTime());
        }
    }

    /** The number of the newest key; 1 where none was rotated yet. */
    public static int newest(Secrets secrets) throws IOException {
        try (Stream<Path> files = Files.list(secrets.folder())) {
            return files.mapToInt(TokenKeys::number).max().orElse(0);
        }
    }

    public static String file(int id) {
        return id == 1 ? NAME : NAME + "-" + id;
    }

    /** Removes the keys that a newer one replaced. */
    public static void removeOlderThan(Secrets secrets, int newest) throws IOException {
        try (Stream<Path> files = Files.list(secrets.folder())) {
            for (Path file : (Iterable<Path>) files
                    .filter(path -> number(path) > 0 && number(path) < newest)::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int number(Path file) {
        Matcher name = FILE.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
            return 0;
        }
        return name.group(1) == null ? 1 : Integer.parseInt(name.group(1));
    }

    private Seen read() throws IOException {
        FileTime changed = Files.getLastModifiedTime(secrets.folder());
        int id = Math.max(1, newest(secrets));
        return new Seen(new OrgToken(id, secrets.get(file(id)).hexBytes()), changed, System.nanoTime());
    }
}
