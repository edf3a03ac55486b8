package dev.agenthub.db.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of all files and links of a tree, by name: equal for two trees of which
 * every program reads the same. Empty folders do not count.
 *
 * @param hex 64 lower-case digits
 */
record TreeDigest(String hex) {

    static TreeDigest of(Path root) throws IOException {
        Builder builder = new Builder();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Iterator<Path> paths = walk.iterator(); paths.hasNext();) {
                builder.add(root, paths.next());
            }
        }
        return builder.build();
    }

    /** Takes the entries in any order. */
    static final class Builder {
        private final Map<String, String> entries = new TreeMap<>();
        private final MessageDigest sha256;
        private final byte[] buffer = new byte[1 << 16];

        Builder() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private void add(Path root, Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            Path name = root.relativize(path);
            if (attributes.isSymbolicLink()) {
                link(name, Files.readSymbolicLink(path));
            } else if (attributes.isRegularFile()) {
                try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                    file(name, content);
                }
            } else if (!attributes.isDirectory()) {
                // Opening a pipe could wait for ever.
                entries.put(text(name), "other");
            }
        }

        void file(Path name, InputStream content) throws IOException {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
            entries.put(text(name), "file " + HexFormat.of().formatHex(sha256.digest()));
        }

        void link(Path name, Path target) {
            entries.put(text(name), "link " + text(target));
        }

        /** A further name of a file that was added before. */
        void same(Path name, Path other) throws IOException {
            @Nullable
            String entry = entries.get(text(other));
            if (entry == null) {
                throw new IOException("a link in the archive leads nowhere: " + name);
            }
            entries.put(text(name), entry);
        }

        TreeDigest build() {
            entries.forEach((name, entry) -> sha256
                    .update((name + "\0" + entry + "\0").getBytes(StandardCharsets.UTF_8)));
            return new TreeDigest(HexFormat.of().formatHex(sha256.digest()));
        }

        /** The same on every system. */
        private static String text(Path name) {
            return name.toString().replace(name.getFileSystem().getSeparator(), "/");
        }
    }
}
