package aitta.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a node's share lies: {@code <folder>/<backup>/<node>}, with {@code .unfinished} behind it
 * as long as it is not complete. Nodes may share the folder.
 */
final class ShareFolder {
  static final String STATE = "state";
  static final String FIRST = "first";
  private static final String UNFINISHED = ".unfinished";

  private final Path whole;
  private final Path finished;
  private final Path unfinished;

  ShareFolder(Path root, String backup, String node) {
    whole = root.resolve(backup);
    finished = whole.resolve(node);
    unfinished = whole.resolve(node + UNFINISHED);
  }

  static boolean isUnfinished(Path share) {
    return share.getFileName().toString().endsWith(UNFINISHED);
  }

  Path finished() {
    return finished;
  }

  Path unfinished() {
    return unfinished;
  }

  boolean isFinished() {
    return Files.exists(finished);
  }

  boolean isLeftOver() {
    return Files.exists(unfinished);
  }

  /** An empty folder to write to; what an earlier attempt left is deleted. */
  void begin() throws IOException {
    delete(unfinished);
    Files.createDirectories(whole);
    Files.createDirectory(unfinished);
    if (Files.getFileStore(unfinished).supportsFileAttributeView("posix")) {
      // There are secrets in it.
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Writes a file and forces it to disk. */
  void write(String name, byte[] content) throws IOException {
    Path file = unfinished.resolve(name);
    Files.write(file, content);
    force(file, StandardOpenOption.WRITE);
  }

  /** All files in it, with their lengths. */
  List<Manifest.SavedFile> files() throws IOException {
    try (Stream<Path> paths = Files.walk(unfinished)) {
      List<Path> files = paths.filter(Files::isRegularFile).sorted().toList();
      List<Manifest.SavedFile> found = new ArrayList<>(files.size());
      for (Path file : files) {
        found.add(new Manifest.SavedFile(unfinished.relativize(file).toString(), Files.size(file)));
      }
      return found;
    }
  }

  /** The manifest is written, and all of it is on disk before it gets its final name. */
  void finish(Manifest manifest) throws IOException {
    write(Manifest.FILE, manifest.encode());
    force(unfinished, StandardOpenOption.READ);
    Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
    force(whole, StandardOpenOption.READ);
    force(whole.toAbsolutePath().getParent(), StandardOpenOption.READ);
  }

  void discard() throws IOException {
    delete(unfinished);
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
