// SPDX-License-Identifier: MIT
#include "bind/cpp/globals.hpp"

#include <algorithm>
#include <unordered_set>

namespace tenon::bind::cpp {
namespace {

// Functions, variables and types of one word in the headers of C, POSIX and glibc, with `main`; without
// most variants for other types (`sinf`).
constexpr std::string_view kGlobals =
    " "
    "a64l abort abs accept accept4 access acct acos acosh addmntent addrinfo adjtime adjtimex aiocb "
    "alarm alloca alphasort arc4random argp asctime asin asinh asprintf atan atan2 atanh atexit atof "
    "atoi atol atoll backtrace basename bcmp bcopy bind bindresvport bindresvport6 brk bsearch btowc "
    "bzero c16rtomb c32rtomb c8rtomb cabs cacos cacosh calloc canonicalize carg casin casinh catan "
    "catanh catclose catgets catopen cbrt ccos ccosh ceil cexp cfgetispeed cfgetospeed cfmakeraw "
    "cfsetispeed cfsetospeed cfsetspeed chdir chmod chown chroot cimag clearenv clearerr clock clog "
    "clog10 clone close closedir closefrom closelog cmsghdr confstr conj connect copysign cos cosh cpow "
    "cproj creal creat crypt csin csinh csqrt ctan ctanh ctermid ctime cuserid daddl daemon daylight "
    "ddivl dfmal difftime dirent dirfd dirname div dladdr dladdr1 dlclose dlerror dlinfo dlmopen dlopen "
    "dlsym dlvsym dmull dprintf drand48 drem dsqrtl dsubl dup dup2 dup3 duplocale dysize eaccess ecvt "
    "endgrent endhostent endmntent endnetent endnetgrent endorder endprotoent endpwent endrpcent "
    "endservent endspent endusershell endutent endutxent entry environ erand48 erf erfc err error errx "
    "euidaccess eventfd execl execle execlp execv execve execveat execvp execvpe exit exp exp10 exp2 "
    "expm1 fabs faccessat fadd fallocate fchdir fchmod fchmodat fchown fchownat fclose fcloseall fcntl "
    "fcvt fdatasync fdim fdiv fdopen fdopendir feclearexcept fedisableexcept feenableexcept fegetenv "
    "fegetexcept fegetexceptflag fegetmode fegetround feholdexcept feof feraiseexcept ferror fesetenv "
    "fesetexcept fesetexceptflag fesetmode fesetround fetestexcept fetestexceptflag feupdateenv fexecve "
    "fflush ffma ffs fgetc fgetgrent fgetpos fgetpwent fgets fgetspent fgetwc fgetws fileno finite "
    "flock flockfile floor fma fmax fmaximum fmaxmag fmemopen fmin fminimum fminmag fmod fmul fnmatch "
    "fopen fopencookie fork forkpty fpathconf fpclassify fprintf fputc fputs fputwc fputws fread free "
    "freeaddrinfo freelocale freopen frexp fromfp fromfpx fscanf fseek fseeko fsetpos fsqrt fstat "
    "fstatat fstatfs fstatvfs fsub fsync ftell ftello ftok ftruncate ftrylockfile ftw funlockfile "
    "futimens futimes futimesat fwide fwprintf fwrite fwscanf gaicb gamma gcvt getaddrinfo getc getchar "
    "getcontext getcpu getcwd getdate getdelim getdents64 getdirentries getdomainname getdtablesize "
    "getegid getentropy getenv geteuid getgid getgrent getgrgid getgrnam getgrouplist getgroups "
    "gethostbyaddr gethostbyname gethostbyname2 gethostent gethostid gethostname getipv4sourcefilter "
    "getitimer getline getloadavg getlogin getmntent getnameinfo getnetbyaddr getnetbyname getnetent "
    "getnetgrent getopt getpagesize getpass getpayload getpeername getpgid getpgrp getpid getppid "
    "getpriority getprotobyname getprotobynumber getprotoent getpt getpw getpwent getpwnam getpwuid "
    "getresgid getresuid getrlimit getrpcbyname getrpcbynumber getrpcent getrusage getservbyname "
    "getservbyport getservent getsid getsockname getsockopt getsourcefilter getspent getspnam getsubopt "
    "gettid gettimeofday getuid getumask getusershell getutent getutid getutline getutmp getutmpx "
    "getutxent getutxid getutxline getw getwc getwchar getwd glob globfree gmtime grantpt group gsignal "
    "hasmntopt hcreate hdestroy herror hostent hsearch hstrerror htonl htons hypot iconv iface ifaddr "
    "ifconf ifmap ifreq ilogb imaxabs imaxdiv index initgroups initstate innetgr insque ioctl iovec "
    "iruserok isalnum isalpha isascii isatty isblank iscanonical iscntrl isctype isdigit iseqsig "
    "isfdtype isfinite isgraph isgreater isgreaterequal isinf isless islessequal islessgreater islower "
    "isnan isnormal isprint ispunct issignaling isspace isunordered isupper iswalnum iswalpha iswblank "
    "iswcntrl iswctype iswdigit iswgraph iswlower iswprint iswpunct iswspace iswupper iswxdigit "
    "isxdigit iszero itimerspec itimerval j0 j1 jn jrand48 kill killpg l64a labs lastlog lchmod lchown "
    "lckpwdf lcong48 lconv ldexp ldiv leaf lerp lfind lgamma linger link linkat listen llabs lldiv "
    "llogb llrint llround localeconv localtime lockf log log10 log1p log2 logb login logout logwtmp "
    "longjmp lrand48 lrint lround lsearch lseek lstat lutimes madvise main makecontext mallinfo "
    "mallinfo2 malloc mallopt mblen mbrlen mbrtoc16 mbrtoc32 mbrtoc8 mbrtowc mbsinit mbsnrtowcs "
    "mbsrtowcs mbstowcs mbtowc memalign memccpy memchr memcmp memcpy memfrob memmem memmove mempcpy "
    "memrchr memset mincore mkdir mkdirat mkdtemp mkfifo mkfifoat mknod mknodat mkostemp mkostemps "
    "mkstemp mkstemps mktemp mktime mlock mlock2 mlockall mmap mmsghdr mntent modf mprotect mrand48 "
    "mremap msgbuf msgctl msgget msghdr msginfo msgrcv msgsnd msync munlock munlockall munmap nan "
    "nanosleep nearbyint netent newlocale nextafter nextdown nexttoward nextup nftw nice nrand48 ntohl "
    "ntohs ntptimeval obstack open openat opendir openlog openpty optarg opterr optind option optopt "
    "osockaddr passwd pathconf pause pclose perror pipe pipe2 poll pollfd popen postorder pow ppoll "
    "pread preadv preadv2 preorder printf prlimit profil protoent pselect psiginfo psignal ptrace "
    "ptsname putc putchar putenv putgrent putpwent puts putspent pututline pututxline putw putwc "
    "putwchar pvalloc pwrite pwritev pwritev2 qecvt qelem qfcvt qgcvt qsort raise rand random rawmemchr "
    "rcmd read readahead readdir readlink readlinkat readv realloc reallocarray realpath recv recvfrom "
    "recvmmsg recvmsg regcomp regerror regexec regfree remainder remove remque remquo rename renameat "
    "renameat2 revoke rewind rewinddir rexec rindex rint rlimit rmdir round roundeven rpcent rpmatch "
    "rresvport rusage ruserok sbrk scalb scalbln scalbn scandir scandirat scanf seed48 seekdir select "
    "sembuf semctl semget seminfo semop semtimedop send sendfile sendmmsg sendmsg sendto servent setbuf "
    "setbuffer setcontext setdomainname setegid setenv seteuid setgid setgrent setgroups sethostent "
    "sethostid sethostname setipv4sourcefilter setitimer setjmp setlinebuf setlocale setlogin "
    "setlogmask setmntent setnetent setnetgrent setns setpayload setpayloadsig setpgid setpgrp "
    "setpriority setprotoent setpwent setregid setresgid setresuid setreuid setrlimit setrpcent "
    "setservent setsid setsockopt setsourcefilter setspent setstate settimeofday setuid setusershell "
    "setutent setutxent setvbuf sgetspent shmat shmctl shmdt shmget shminfo shutdown sigaction "
    "sigaddset sigaltstack sigandset sigblock sigcontext sigdelset sigemptyset sigevent sigfillset "
    "siggetmask sighold sigignore siginterrupt sigisemptyset sigismember siglongjmp signal signalfd "
    "signbit signgam significand sigorset sigpause sigpending sigprocmask sigqueue sigrelse sigreturn "
    "sigset sigsetmask sigstack sigsuspend sigtimedwait sigval sigwait sigwaitinfo sin sincos sinh "
    "sleep snprintf sockaddr sockatmark socket socketpair splice sprintf spwd sqrt srand srand48 "
    "srandom sscanf ssignal stat statfs statvfs statx stderr stdin stdout stpcpy stpncpy strcasecmp "
    "strcasestr strcat strchr strchrnul strcmp strcoll strcpy strcspn strdup strerror strfromd strfromf "
    "strfroml strfry strftime strlen strncasecmp strncat strncmp strncpy strndup strnlen strpbrk "
    "strptime strrchr strsep strsignal strspn strstr strtod strtof strtoimax strtok strtol strtold "
    "strtoll strtoq strtoul strtoull strtoumax strtouq strverscmp strxfrm swab swapcontext swprintf "
    "swscanf symlink symlinkat sync syncfs syscall sysconf syslog system tan tanh tcdrain tcflow "
    "tcflush tcgetattr tcgetpgrp tcgetsid tcphdr tcsendbreak tcsetattr tcsetpgrp tdelete tdestroy tee "
    "telldir tempnam termio termios tfind tgamma tgkill time timegm timelocal times timespec timeval "
    "timex timezone tm tmpfile tmpnam tms toascii tolower totalorder totalordermag toupper towctrans "
    "towlower towupper trunc truncate tsearch ttyname ttyslot twalk tzname tzset ualarm ucred udphdr "
    "ufromfp ufromfpx uint ulckpwdf ulong umask uname ungetc ungetwc unlink unlinkat unlockpt unsetenv "
    "unshare updwtmp updwtmpx uselocale user ushort usleep utimbuf utime utimensat utimes utmp utmpname "
    "utmpx utmpxname utsname valloc vasprintf vdprintf verr verrx versionsort vfork vfprintf vfscanf "
    "vfwprintf vfwscanf vhangup vmsplice vprintf vscanf vsnprintf vsprintf vsscanf vswprintf vswscanf "
    "vsyslog vwarn vwarnx vwprintf vwscanf wait wait3 wait4 waitid waitpid warn warnx wcpcpy wcpncpy "
    "wcrtomb wcscasecmp wcscat wcschr wcschrnul wcscmp wcscoll wcscpy wcscspn wcsdup wcsftime wcslen "
    "wcsncasecmp wcsncat wcsncmp wcsncpy wcsnlen wcsnrtombs wcspbrk wcsrchr wcsrtombs wcsspn wcsstr "
    "wcstod wcstof wcstoimax wcstok wcstol wcstold wcstoll wcstombs wcstoq wcstoul wcstoull wcstoumax "
    "wcstouq wcswcs wcswidth wcsxfrm wctob wctomb wctrans wctype wcwidth winsize wmemchr wmemcmp "
    "wmemcpy wmemmove wmempcpy wmemset wordexp wordfree wprintf write writev wscanf y0 y1 yn ";

// What names of several words begin with there (POSIX, "The Name Space", and C's threads).
constexpr std::string_view kFamilies[] = {"aio_",     "clock_", "cnd_",  "epoll_", "if_",      "inet_",
                                          "inotify_", "mq_",    "mtx_",  "posix_", "pthread_", "sched_",
                                          "sem_",     "shm_",   "thrd_", "timer_", "tss_"};
// The rest of those, but for types, which end in `_t`.
constexpr std::string_view kOthers[] = {"jmp_buf", "sigjmp_buf", "va_list"};

/// Asked for every name of a namespace.
const std::unordered_set<std::string_view>& globals() {
  static const auto kWords = [] {
    std::unordered_set<std::string_view> words;
    for (std::size_t at = 1; at < kGlobals.size();) {
      const std::size_t end = kGlobals.find(' ', at);
      words.insert(kGlobals.substr(at, end - at));
      at = end + 1;
    }
    return words;
  }();
  return kWords;
}

}  // namespace

bool is_global(std::string_view name) {
  if (name.ends_with("_t") || std::ranges::count(kOthers, name)) return true;
  if (std::ranges::any_of(kFamilies, [&](std::string_view family) { return name.starts_with(family); }))
    return true;
  return globals().contains(name);
}

}  // namespace tenon::bind::cpp
