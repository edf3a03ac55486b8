package dev.agenthub.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates folders that only their owner can open. */
public final class PrivateFolders {
    private static final Set<PosixFilePermission> PERMISSIONS = PosixFilePermissions.fromString("rwx------");

    private PrivateFolders() {}

    /** Creates {@code folder} and missing parents; existing folders are left unchanged. */
    public static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            // An account that could write to the parent could replace this folder by another one.
            create(parent);
        }
        try {
            Files.createDirectory(folder, permissions(folder));
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(folder)) {
                return;
            }
            throw e;
        }
        OwnerOnly.restrictByAcl(folder);
    }

    /** Creates {@code folder} and missing parents, or narrows one that is there; the parents are open to whom they are elsewhere. */
    public static void createOrNarrow(Path folder) throws IOException {
        Files.createDirectories(folder);
        PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (view == null) {
            OwnerOnly.restrictByAcl(folder);
        } else if (!view.readAttributes().permissions().equals(PERMISSIONS)) {
            view.setPermissions(PERMISSIONS);
        }
    }

    private static FileAttribute<?>[] permissions(Path folder) throws IOException {
        Path existing = folder.toAbsolutePath().getParent();
        return existing != null && Files.getFileAttributeView(existing, PosixFileAttributeView.class) != null
                ? new FileAttribute<?>[]{
                        PosixFilePermissions.asFileAttribute(PERMISSIONS)}
                : new FileAttribute<?>[0];
    }
}
