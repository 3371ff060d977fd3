package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A copy of the data directory of a node that was stopped, and ways to harm the original. */
final class DataCopy {
  private final TestNode node;
  private final Path copy;

  private DataCopy(TestNode node, Path copy) {
    this.node = node;
    this.copy = copy;
  }

  /** Copies the directory as it is; the copy is deleted with the cluster. */
  static DataCopy of(TestNode node) {
    assertThat(node.isRunning()).as("%s is copied while it runs", node.id()).isFalse();
    Path copy = node.home().resolve("copy-" + System.nanoTime());
    try {
      copyTree(node.dataDir(), copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DataCopy(node, copy);
  }

  /** Puts the copy in the place of the directory, as a restored backup: every file is a new one. */
  void replaceOriginal() {
    assertThat(node.isRunning()).as("%s runs", node.id()).isFalse();
    TestNode.deleteTree(node.dataDir());
    try {
      copyTree(copy, node.dataDir());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts the copy where there is nothing yet, such as on another disk. */
  void placeInto(Path folder) {
    try {
      copyTree(copy, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Turns the directory back into what it was, each file that was there then the same file: a disk
   * that has been set back as a whole, in which no file tells of it.
   */
  void turnBack() {
    assertThat(node.isRunning()).as("%s runs", node.id()).isFalse();
    Path data = node.dataDir();
    try (Stream<Path> now = Files.walk(data)) {
      for (Path file : now.sorted(Comparator.reverseOrder()).toList()) {
        Path then = copy.resolve(data.relativize(file).toString());
        if (!Files.exists(then)) {
          Files.delete(file);
        } else if (Files.isRegularFile(file)) {
          // Written over, not replaced: it stays the file that it was.
          Files.write(file, Files.readAllBytes(then), StandardOpenOption.TRUNCATE_EXISTING);
        }
      }
      copyTree(copy, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            if (!Files.exists(target)) {
              Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The files of a stopped node that have something in them, in order of their names. */
  static List<Path> filesOf(TestNode node) {
    try (Stream<Path> below = Files.walk(node.dataDir())) {
      List<Path> files = new ArrayList<>();
      for (Path file : below.sorted().toList()) {
        if (Files.isRegularFile(file) && Files.size(file) > 0) {
          files.add(file);
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flips one bit in each of some bytes of a file; which ones, chance says. */
  static void flipBits(Path file, int count, RandomGenerator random) {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < count; i++) {
        long place = random.nextLong(bytes.length());
        bytes.seek(place);
        int old = bytes.read();
        bytes.seek(place);
        bytes.write(old ^ 1 << random.nextInt(8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
