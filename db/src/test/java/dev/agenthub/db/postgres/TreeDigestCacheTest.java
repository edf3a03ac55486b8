package dev.agenthub.db.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeDigestCacheTest {
    @TempDir
    private Path folder;

    private Path tree;
    private Path file;
    private final TreeDigestCache trees = new TreeDigestCache();

    @BeforeEach
    void makeATree() throws IOException {
        tree = Files.createDirectories(folder.resolve("tree"));
        file = Files.writeString(Files.createDirectory(tree.resolve("bin")).resolve("initdb"), "one");
    }

    private void settle() throws IOException {
        long changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).toMillis();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> System.currentTimeMillis() - changed > 2_500);
    }

    @Test
    void noticesEveryChangeSinceItLookedLast() throws IOException {
        settle();
        FileTime modified = Files.getLastModifiedTime(file);
        TreeDigest first = trees.digest(tree);
        assertThat(trees.digest(tree)).isSameAs(first);

        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, modified);
        TreeDigest second = trees.digest(tree);
        assertThat(second).isNotEqualTo(first).isEqualTo(TreeDigest.of(tree));

        Files.writeString(tree.resolve("bin/planted"), "");
        TreeDigest third = trees.digest(tree);
        assertThat(third).isNotEqualTo(second);
        Files.delete(tree.resolve("bin/planted"));
        assertThat(trees.digest(tree)).isEqualTo(second);
    }

    @Test
    void remembersNothingOfWhatHasJustChanged() throws IOException {
        TreeDigest first = trees.digest(tree);

        Files.writeString(file, "two");

        assertThat(trees.digest(tree)).isNotEqualTo(first);
        assertThat(trees.digest(tree)).isNotSameAs(trees.digest(tree));
    }
}
